internal import Glibc
package import SockDiag
package import SocketModel

/// Questions about single sockets.
extension SocketCollector {
  /// Asks for the sockets of `records` exactly, a batch in one message; one answer each, in order.
  ///
  /// A record that is found keeps the name and the congestion control of the one asked for: they
  /// point into the snapshot that it came from. 1.6 us a socket.
  package func query(
    _ records: [SocketRecord], extensions: InternetExtensions = .table, timeout: Double = 2
  ) -> [ExactAnswer] {
    var answers = [ExactAnswer](repeating: .unreliable, count: records.count)
    ask(records, timeout: timeout) { record, sequence in
      guard record.hasExactRequest else { return nil }
      return ExactRequest(record, extensions: extensions, unixParts: .table)
        .message(sequence: sequence)
    } answer: { index, result, datagram in
      answers[index] = self.answer(result, in: datagram, for: records[index])
    }
    return answers
  }

  /// Asks for one socket exactly.
  package func query(_ record: SocketRecord, timeout: Double = 2) -> ExactAnswer {
    query([record], timeout: timeout).first ?? .unreliable
  }

  /// Everything that the kernel tells of one socket; nil when it is gone or cannot be asked for.
  ///
  /// The name is in the detail; the ranges and indices of its record lead nowhere.
  package func queryDetail(_ record: SocketRecord, timeout: Double = 2) -> SocketDetail? {
    var detail: SocketDetail?
    ask([record], timeout: timeout) { record, sequence in
      record.hasExactRequest ? ExactRequest(record).message(sequence: sequence) : nil
    } answer: { _, result, datagram in
      guard case .socket(let payload) = result, let table = record.exactTable else { return }
      var scratch = SnapshotBuilder()
      let decoder = DetailDecoder(table: table, namespace: record.namespace)
      detail = decoder.decode(payload, in: datagram, into: &scratch)
    }
    return detail
  }

  /// Destroys the socket of `record`, which is named by addresses and cookie, and looks whether it
  /// is gone; takes `CAP_NET_ADMIN`.
  package func destroy(_ record: SocketRecord, timeout: Double = 2) -> DestroyOutcome {
    guard DestroyRequest(record).message(sequence: 1) != nil, record.kind != .mptcp else {
      return .unsupported
    }
    var reply: SingleReply.Result?
    let error = ask([record], timeout: timeout) { record, sequence in
      DestroyRequest(record).message(sequence: sequence)
    } answer: { _, result, _ in
      reply = result
    }
    guard let reply else { return .failed(error ?? .timedOut) }
    switch reply {
    case .done: return verified(record, timeout: timeout)
    case .gone:
      let isHidden = !record.isFoundExactly && isInTable(record, timeout: timeout)
      return isHidden ? .hiddenByGroup : .notFound
    case .refused(EPERM), .refused(EACCES): return .notPermitted
    case .refused(EOPNOTSUPP): return .unsupported
    case .refused(let errno): return .refused(errno)
    case .socket, .unreadable: return .failed(.timedOut)
    }
  }

  /// What the kernel's agreement came to.
  private func verified(_ record: SocketRecord, timeout: Double) -> DestroyOutcome {
    switch query(record, timeout: timeout) {
    case .found: return record.isDatagram ? .aborted : .stillThere
    case .gone: return .destroyed
    case .unreliable:
      guard isInTable(record, timeout: timeout) else { return .destroyed }
      return record.isDatagram ? .aborted : .stillThere
    }
  }

  /// Whether a socket that cannot be asked for exactly is in the table of its kind. A UDP socket
  /// that was aborted has lost its peer: the cookie alone counts. A listener that was stopped may
  /// keep its port, bound and inactive.
  private func isInTable(_ record: SocketRecord, timeout: Double) -> Bool {
    let plan = CollectionPlan(tables: record.kind.table, timeout: timeout)
    var sink = RecordSink(builder: SnapshotBuilder())
    _ = read(plan, into: &sink)
    return sink.builder.records.contains {
      guard $0.cookie == record.cookie else { return false }
      return record.isDatagram || ($0.state != .close && $0.state != .boundInactive)
    }
  }

  private func answer(
    _ result: SingleReply.Result, in datagram: RawSpan, for record: SocketRecord
  ) -> ExactAnswer {
    switch result {
    case .socket(let payload):
      guard let table = record.exactTable else { return .unreliable }
      var builder = SnapshotBuilder()
      let decoder = RecordDecoder(table: table, namespace: record.namespace)
      guard decoder.decode(payload, in: datagram, into: &builder),
        var fresh = builder.records.first, fresh.cookie == record.cookie
      else { return .unreliable }
      fresh.name = record.name
      fresh.congestionControl = record.congestionControl
      return .found(fresh)
    case .gone: return record.isFoundExactly ? .gone : .unreliable
    case .done, .refused, .unreadable: return .unreliable
    }
  }
}
