import SocketMetrics
import TextSafety

/// The sockets of other network namespaces.
extension MonitorState {
  /// `@`: shows the sockets of all namespaces that can be entered, or those of the own one again.
  mutating func toggleNamespaces() -> [MonitorEffect] {
    showsAllNamespaces.toggle()
    adjustNamespaceColumn()
    let hint = hint(.namespaces, "leaves them", after: "; ")
    status = StatusMessage(
      showsAllNamespaces
        ? "sockets of all network namespaces that can be entered\(hint)"
        : "sockets of this network namespace only")
    return [.showNamespaces(all: showsAllNamespaces)]
  }

  /// Tables of sockets name the namespace while there may be several.
  mutating func adjustNamespaceColumn() {
    for kind in [ViewKind.sockets, .listeners] {
      let column = ViewColumn.field(.netns)
      let place = tables[kind.rawValue].columns.firstIndex(of: column)
      if showsAllNamespaces {
        guard place == nil else { continue }
        let local = tables[kind.rawValue].columns.firstIndex(of: .field(.local))
        tables[kind.rawValue].columns.insert(
          column, at: local ?? tables[kind.rawValue].columns.count)
      } else if let place, tables[kind.rawValue].columns.count > 1 {
        tables[kind.rawValue].columns.remove(at: place)
      }
      let last = tables[kind.rawValue].columns.count - 1
      tables[kind.rawValue].selectedColumn = min(tables[kind.rawValue].selectedColumn, last)
    }
  }
}
