internal import LinuxHost
internal import SocketFilter
internal import SocketMetrics
internal import SocketModel

/// The sockets at the other ends of those that are listed: only where something asks for them.
extension Listing {
  /// Whether a sample's rows are compared, sorted or written with what is known of the other end.
  var needsOtherEnds: Bool {
    if filter.compiled.readsOtherEnd { return true }
    if let order = options.own.order, needsOtherEnd(order.field) { return true }
    if let columns = options.own.columns { return columns.contains(where: needsOtherEnd) }
    return options.own.format != .text || needsOtherEnd(.peer)
  }

  /// Of addresses only those of unix peers are told by the other socket.
  private func needsOtherEnd(_ field: SocketField) -> Bool {
    guard field.readsOtherEnd else { return false }
    guard field == .peer || field == .dst else { return true }
    return !selection.tables.isDisjoint(with: .unix)
  }

  /// All sockets that may be at the other end of one of `tables`, by a dump of their own.
  static func otherEnds(
    _ tables: SocketTables, paths: ProcNetPaths, _ namespaces: NamespaceSet?
  ) -> OtherEndFinder {
    var reader = SnapshotReader(policy: .never, paths: paths)
    reader.show(namespaces)
    let plan = CollectionPlan(tables: tables, extensions: [])
    return OtherEndFinder(Sample(first: reader.read(plan)))
  }
}

extension CollectionPlan {
  /// The same with every socket that may be at the other end: rows are chosen afterwards.
  var withOtherEnds: CollectionPlan {
    var plan = self
    (plan.states, plan.families, plan.filter) = (.all, .all, [])
    plan.ports = RequestedPorts()
    return plan
  }
}
