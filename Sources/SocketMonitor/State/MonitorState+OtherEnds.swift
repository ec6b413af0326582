import SocketFilter
import SocketMetrics
import SocketModel

/// Looks for the other ends of sockets, as few as what is shown needs.
extension MonitorState {
  /// Before rows are filtered, ordered or grouped: for all sockets if any of that compares other
  /// ends, else not yet.
  mutating func findAllOtherEnds() {
    others = nil
    othersWanted = []
    guard let sample, needsAllOtherEnds else { return }
    others = OtherEndFinder(sample, count: liveCount)
  }

  /// For the rows in view and the socket of the detail, unless all are known already.
  mutating func findVisibleOtherEnds() {
    guard let sample, !needsAllOtherEnds else { return }
    let showsOwners =
      table.columns.contains(.field(.peerProc))
      || table.columns.contains(.field(.peerPid))
    var wanted = table.visible.compactMap(record(of:))
    wanted.removeAll { $0.remotePort == 0 || !showsOwners && $0.family != .unix }
    if let record = detail?.record { wanted.append(record) }
    // They were found since the sample came: one pass over all sockets is saved.
    let identities = wanted.map(\.identity)
    guard identities != othersWanted else { return }
    othersWanted = identities
    others = wanted.isEmpty ? nil : OtherEndFinder(sample, wanted: wanted, count: liveCount)
  }

  private var needsAllOtherEnds: Bool {
    if filter.compiled?.readsOtherEnd ?? false { return true }
    return needsAll(table.order.column.field)
      || (table.grouping?.criteria ?? []).contains { criterion in
        switch criterion {
        case .field(let field): needsAll(field)
        case .process, .peerPrefix: false
        }
      }
  }

  /// Of the addresses of peers only those of unix sockets are those of the other socket.
  private func needsAll(_ field: SocketField?) -> Bool {
    guard let field, field.readsOtherEnd else { return false }
    guard field == .peer || field == .dst else { return true }
    return !filter.base.tables.isDisjoint(with: .unix)
  }
}
