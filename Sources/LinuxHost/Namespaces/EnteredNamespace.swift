internal import Glibc
package import SocketModel
internal import TextSafety

/// A network namespace beside the monitor's own whose sockets can be read.
///
/// It keeps the namespace alive while it is kept itself.
package final class EnteredNamespace: Sendable {
  /// What its records are marked with: no other namespace has the number, now or later.
  package let id: NamespaceID
  /// The inode of the namespace.
  package let inode: UInt64
  private let way: OpenNamespace
  private let paths: ProcNetPaths

  /// Enters `found` to see whether that is possible; throws the errno of `open` or `setns`.
  init(_ found: FoundNamespace, id: NamespaceID) throws(Errno) {
    self.id = id
    inode = found.name.inode
    way = OpenNamespace(owning: try found.open())
    do throws(DiagError) {
      _ = try way.openSocket()
    } catch {
      throw error.errno.map { Errno(rawValue: $0) } ?? .tryAgain
    }
    paths = way.openPaths()
  }

  /// A collector of its sockets; it belongs to the queue that polls.
  package func collector() -> SocketCollector {
    let way = way
    return SocketCollector(
      namespace: id, paths: paths, open: { () throws(DiagError) in try way.openSocket() })
  }

  /// A listener to the ends of its sockets; see `DestroyListener` for `limit`.
  package func listener(
    policy: DestroyEventPolicy, limit: Double = CloseRateGate.limit
  ) -> DestroyListener {
    let way = way
    return DestroyListener(
      policy: policy, namespace: id, limit: limit,
      open: { () throws(DiagError) in try way.openSocket() })
  }

  /// A stream of the ends of its sockets; throws as `DestroyStream.init` does.
  package func stream(
    tables: SocketTables, families: FamilySet
  ) throws(DiagError) -> DestroyStream {
    try DestroyStream(tables: tables, families: families, namespace: id) {
      () throws(DiagError) in try way.openSocket()
    }
  }
}

/// All namespaces that can be entered, as of one search.
package struct NamespaceSet: Sendable {
  /// Those beside the own one, in the order in which they were found.
  package var entered: [EnteredNamespace] = []
  /// Names by number, 0 for the own one; those of namespaces that went are kept, since events tell
  /// of their sockets.
  package var names = [NetworkNamespaceName(name: RawText([]))]
  package var unentered = UnenteredNamespaces()
  /// The inodes of all that were entered and of the own one.
  package var inodes: Set<UInt64> = []

  package init() {}

  /// The inode of the calling thread's own namespace; nil when it may not be read.
  package static var ownInode: UInt64? {
    var proc = ProcFS(root: "/proc")
    return proc.ownNetworkNamespace()
  }
}
