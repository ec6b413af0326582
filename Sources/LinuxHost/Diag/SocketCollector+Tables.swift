internal import Glibc
internal import SockDiag
internal import SocketModel

/// The way of a table: sock_diag, its other request, a fresh socket, files.
extension SocketCollector {
  /// Reads all that `plan` wants; returns the coverage of each kind that it names.
  func read(_ plan: CollectionPlan, into sink: inout some DumpSink) -> [SocketKind: TableCoverage] {
    var whole: [SocketKind: TableCoverage] = [:]
    for table in DiagTable.allCases where plan.reads(table) {
      guard paths.disabled.isDisjoint(with: table.kinds) else { continue }
      let coverage = read(table, plan, into: &sink)
      for kind in SocketKind.allCases where table.kinds.contains(kind) {
        whole[kind] = plan.tables.contains(kind) ? coverage : nil
      }
    }
    return whole
  }

  /// Reads `table` by sock_diag, else by its files.
  func read(
    _ table: DiagTable, _ plan: CollectionPlan, into sink: inout some DumpSink
  ) -> TableCoverage {
    if !paths.filesOnly.isDisjoint(with: table.kinds) {
      return readFiles(table, plan, because: .errno(ENOENT), into: &sink)
    }
    if let fault = refused.fault(of: table, at: clock()) {
      return readFiles(table, plan, because: fault, into: &sink)
    }
    let coverage = dump(table, plan, into: &sink)
    guard case .unavailable(let fault) = coverage else {
      refused.forget(table)
      return coverage
    }
    if openError == nil { refused.note(table, fault, at: clock()) }
    return readFiles(table, plan, because: fault, into: &sink)
  }

  /// Reads `table` by sock_diag, in as many requests as this kernel wants.
  func dump(
    _ table: DiagTable, _ plan: CollectionPlan, into sink: inout some DumpSink
  ) -> TableCoverage {
    var plan = plan
    if !takesFilter { plan.filter = [] }
    let coverage = dumpFamilies(table, plan, into: &sink)
    guard !plan.filter.isEmpty, case .unavailable(.errno(EINVAL)) = coverage else {
      return coverage
    }
    plan.filter = []
    let unfiltered = dumpFamilies(table, plan, into: &sink)
    if case .complete = unfiltered { takesFilter = false }
    return unfiltered
  }

  func dumpFamilies(
    _ table: DiagTable, _ plan: CollectionPlan, into sink: inout some DumpSink
  ) -> TableCoverage {
    let requests = plan.requests(for: table, legacy: takesLegacyRequest)
    let coverage = dump(requests, plan, into: &sink)
    let others = plan.requests(for: table, legacy: false)
    guard others != requests, case .unavailable(.errno) = coverage, openError == nil else {
      return coverage
    }
    let modern = dump(others, plan, into: &sink)
    if case .complete = modern { takesLegacyRequest = false }
    return modern
  }

  func dump(
    _ requests: [DumpRequest], _ plan: CollectionPlan, into sink: inout some DumpSink
  ) -> TableCoverage {
    var whole: TableCoverage?
    for request in requests {
      let part = dump(request, plan, into: &sink)
      whole = whole.map { $0.joined(with: part) } ?? part
    }
    return whole ?? .complete
  }

  /// One request, a second time on a fresh socket when the first was still busy.
  func dump(
    _ request: DumpRequest, _ plan: CollectionPlan, into sink: inout some DumpSink
  ) -> TableCoverage {
    for _ in 0..<2 {
      if let coverage = attempt(request, plan, into: &sink) { return coverage }
      reconnect()
    }
    return .unavailable(.errno(EBUSY))
  }

  /// One request on the open socket; nil when the socket is busy.
  func attempt(
    _ request: DumpRequest, _ plan: CollectionPlan, into sink: inout some DumpSink
  ) -> TableCoverage? {
    guard let transport = connected() else {
      return .unavailable(openError?.fault ?? .errno(ENOENT))
    }
    let begin = clock()
    if plan.readsBoundApart, datagrams.areIdle(request, at: begin, paths: paths) {
      return .complete
    }
    var session = DumpSession(
      request, sequence: nextSequence(), port: transport.port, namespace: namespace)
    if plan.familyOrder == .held, request.readsBothFamilies { session.holdIPv6() }
    var progress = DumpProgress.more
    defer { Self.release(&session, into: &sink) }
    do throws(DiagError) {
      try transport.exchange(session.message, deadline: deadline(after: plan.timeout)) {
        progress = sink.receive($0, $1, in: &session)
        return progress == .more
      }
    } catch {
      reconnect()
      return session.recordCount > 0 ? .incomplete(error.fault) : .unavailable(error.fault)
    }
    guard case .ended(let coverage) = progress else { return nil }
    if coverage == .complete {
      datagrams.note(request, isEmpty: session.recordCount == 0, at: begin)
    }
    return coverage
  }

  /// Hands over what waited for the end of a dump.
  private static func release(_ session: inout DumpSession, into sink: inout some DumpSink) {
    for datagram in session.releaseHeld() {
      datagram.asDatagram { _ = sink.receive($0, DatagramOrigin(), in: &session) }
    }
  }
}
