internal import SocketModel
internal import TextSafety

/// Follows the network namespaces of the host, search after search.
///
/// A number is given to a namespace once and never again: what is to be destroyed is named by it,
/// and a dialog may stand for hours. When the numbers are used up, no further one is entered.
package struct NamespaceRoster: ~Copyable, Sendable {
  private let finder: NamespaceFinder
  private var current = NamespaceSet()

  /// A roster that searches with `finder`.
  package init(finder: NamespaceFinder = NamespaceFinder()) { self.finder = finder }

  /// Searches: enters what is new, leaves what nobody lives in any more. One link per process, and
  /// some helper threads per new namespace.
  package mutating func search() -> NamespaceSet {
    let result = finder.find()
    let found = Dictionary(
      result.namespaces.map { ($0.name.inode, $0) }, uniquingKeysWith: { first, _ in first })
    current.entered.removeAll { found[$0.inode] == nil }
    for namespace in current.entered { rename(namespace, found[namespace.inode]) }
    let known = Set(current.entered.map(\.inode))
    current.unentered = UnenteredNamespaces(hiddenProcesses: result.unreadableProcesses)
    for namespace in result.namespaces where !known.contains(namespace.name.inode) {
      enter(namespace)
    }
    current.inodes = Set(current.entered.map(\.inode))
    if let own = result.own { current.inodes.insert(own) }
    return current
  }

  private mutating func enter(_ found: FoundNamespace) {
    guard let number = UInt16(exactly: current.names.count), number < UInt16.max else {
      current.unentered.names.append(found.name.name)
      return
    }
    do throws(Errno) {
      let entered = try EnteredNamespace(found, id: NamespaceID(rawValue: number))
      current.entered.append(entered)
      current.names.append(found.name)
    } catch {
      // One that went meanwhile was not refused.
      if !error.isGone { current.unentered.names.append(found.name.name) }
    }
  }

  /// A namespace may get a better name later.
  private mutating func rename(_ namespace: EnteredNamespace, _ found: FoundNamespace?) {
    guard let found else { return }
    current.names[Int(namespace.id.rawValue)] = found.name
  }
}
