internal import LinuxHost
internal import SocketModel

/// The first dump, with what it skipped.
extension SocketCollector {
  /// Dumps of it in all; three that skip the same socket are rare.
  private static let thoroughDumps = 3
  /// Sockets of one kind whose dump may come in more than one part.
  private static let manySockets = 20

  /// As `collect`, but tables whose dumps skip sockets that never changed are read more than once:
  /// later samples know a skipped socket from before, the first one does not.
  ///
  /// A socket may stand in it more than once.
  func collectThoroughly(_ plan: CollectionPlan) -> Snapshot {
    var snapshot = collect(plan)
    var again = plan
    again.tables = snapshot.skippingTables(atLeast: Self.manySockets)
    guard !again.tables.isEmpty else { return snapshot }
    for _ in 1..<Self.thoroughDumps {
      let more = collect(again)
      snapshot.append(more, as: namespace)
      (snapshot.time, snapshot.wallClock) = (more.time, more.wallClock)
    }
    return snapshot
  }
}

extension Snapshot {
  /// The tables of many sockets that hang in chains by port or address. TCP's connections hang in as
  /// many chains as there are connections.
  fileprivate func skippingTables(atLeast count: Int) -> SocketTables {
    var tables: SocketTables = []
    for kind in [SocketKind.udp, .udpLite, .raw, .unixStream, .unixDatagram, .unixSequenced]
    where records.lazy.filter({ $0.kind == kind }).count >= count {
      tables.formUnion(kind.table)
    }
    return tables
  }
}
