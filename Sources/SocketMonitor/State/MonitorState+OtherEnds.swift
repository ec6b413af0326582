import SocketFilter
import SocketMetrics
import SocketModel

/// Looks for the other ends of sockets, as few as what is shown needs.
extension MonitorState {
  /// A new sample has other ends.
  mutating func forgetOtherEnds() {
    others = nil
    othersWanted = []
    endPlaces = nil
  }

  /// Before rows are filtered, ordered or grouped: for all sockets if any of that compares other
  /// ends, else not yet.
  mutating func findAllOtherEnds() {
    let isForAll = othersWanted == nil
    guard needsAllOtherEnds != isForAll else { return }
    others = nil
    othersWanted = []
    guard let sample, !isForAll else { return }
    others = OtherEndFinder(sample, count: liveCount)
    othersWanted = nil
  }

  /// For the rows in view and the socket of the detail, unless all are known already.
  mutating func findVisibleOtherEnds() {
    guard let sample, !needsAllOtherEnds else { return }
    let showsOwners = showsOtherOwners
    var wanted = table.visible.compactMap(record(of:))
    wanted.removeAll { $0.remotePort == 0 || !showsOwners && $0.family != .unix }
    if let record = detail?.record { wanted.append(record) }
    // They were found since the sample came: one pass over all sockets is saved.
    let identities = wanted.map(\.identity)
    guard identities != othersWanted else { return }
    othersWanted = identities
    others = nil
    guard !wanted.isEmpty else { return }
    let places = endPlaces ?? OtherEndPlaces(of: sample.snapshot.records, count: liveCount)
    endPlaces = places
    others = OtherEndFinder(sample, wanted: wanted, places)
  }

  /// Whether other ends will be looked for, of few sockets at a time.
  var needsEndPlaces: Bool { showsOtherOwners && !needsAllOtherEnds }

  private var showsOtherOwners: Bool {
    table.columns.contains(.field(.peerProc)) || table.columns.contains(.field(.peerPid))
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
