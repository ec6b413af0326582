package import SocketModel

/// What a filter's meaning depends on beside its text.
package struct FilterContext: Sendable {
  /// Services, interfaces, control groups and hosts.
  package var names: any SocketNames
  /// The tables that are shown: service names are looked up for UDP and TCP only if they are.
  package var tables: SocketTables
  /// The family of the last family option (`-4`, `-x`, `-f`); nil for none.
  package var preferredFamily: AddressFamily?
  /// The states that groups such as `all` and `connected` are made of, and that `exclude` goes on
  /// from. A state outside of it is meant only where it is named.
  package var groupedStates: StateSet
  /// Whether what `ss` refuses may be read by the superset.
  package var allowsSuperset: Bool

  package init(
    names: any SocketNames, tables: SocketTables = .internet,
    preferredFamily: AddressFamily? = nil, groupedStates: StateSet = .all,
    allowsSuperset: Bool = true
  ) {
    self.names = names
    self.tables = tables
    self.preferredFamily = preferredFamily
    self.groupedStates = groupedStates
    self.allowsSuperset = allowsSuperset
  }
}
