internal import SockDiag
internal import SocketModel

/// One answer to each of several requests in one message.
extension SocketCollector {
  /// Sends a request for each of `records` that `message` makes one for, some dozens at a time, and
  /// hands over each answer with the index of its record.
  ///
  /// Returns the error that kept answers from coming.
  @discardableResult
  func ask(
    _ records: [SocketRecord], timeout: Double,
    message: (SocketRecord, UInt32) -> [UInt8]?,
    answer: (Int, SingleReply.Result, RawSpan) -> Void
  ) -> DiagError? {
    var start = 0
    while start < records.count {
      let end = min(start + Self.batch, records.count)
      if let error = ask(records, start..<end, timeout: timeout, message, answer) { return error }
      start = end
    }
    return nil
  }

  /// Requests in one message: their answers fit the smallest receive buffer.
  private static var batch: Int { 64 }

  private func ask(
    _ records: [SocketRecord], _ range: Range<Int>, timeout: Double,
    _ message: (SocketRecord, UInt32) -> [UInt8]?,
    _ answer: (Int, SingleReply.Result, RawSpan) -> Void
  ) -> DiagError? {
    let first = nextSequence(count: UInt32(clamping: range.count))
    var requests: [UInt8] = []
    var waiting = Set<UInt32>()
    for index in range {
      let sequence = first &+ UInt32(truncatingIfNeeded: index - range.lowerBound)
      guard let bytes = message(records[index], sequence) else { continue }
      requests += bytes
      waiting.insert(sequence)
    }
    guard !waiting.isEmpty else { return nil }
    guard let transport = connected() else { return openError }
    do throws(DiagError) {
      try transport.exchange(requests, deadline: deadline(after: timeout)) { datagram, origin in
        guard origin.port == 0 else { return true }
        var reader = SingleReplyReader(port: transport.port)
        while let reply = reader.next(in: datagram) {
          guard waiting.remove(reply.sequence) != nil else { continue }
          let place = range.lowerBound + Int(reply.sequence &- first)
          answer(place, origin.isTruncated ? .unreadable : reply.result, datagram)
        }
        return !waiting.isEmpty
      }
      return nil
    } catch {
      reconnect()
      return error
    }
  }
}
