internal import CSockDiag
internal import Netlink
package import SocketModel

/// One dump, from the request to its end, fed with the datagrams that arrive; it does no I/O.
///
/// Send `message`, then hand every datagram to `receive` until it answers something else than
/// `.more`. Messages of other requests, other senders and announcements are skipped.
package struct DumpSession: Sendable {
  package let request: DumpRequest
  /// The number that the replies carry; not 0.
  package let sequence: UInt32
  /// The port id of the socket that asks; replies to others are skipped.
  package let port: UInt32
  /// The namespace that the socket was opened in.
  package let namespace: NamespaceID
  /// Sockets that came so far.
  package private(set) var recordCount = 0
  /// The first thing that made the table incomplete, while the dump goes on.
  private var fault: TableFault?
  private var outcome = DumpProgress.more
  private var reader = NetlinkMessageReader()
  private var held: HeldMessages?

  package init(
    _ request: DumpRequest, sequence: UInt32, port: UInt32, namespace: NamespaceID = .own
  ) {
    self.request = request
    self.sequence = sequence
    self.port = port
    self.namespace = namespace
  }

  /// Keeps what is told of IPv6 back from now on: `releaseHeld` has it.
  package mutating func holdIPv6() { held = HeldMessages() }

  /// What was kept back, as datagrams for `receive`, which takes them although the dump has ended.
  package mutating func releaseHeld() -> [[UInt8]] {
    guard let messages = held.take() else { return [] }
    outcome = .more
    return messages.datagrams
  }

  /// The bytes to send to the kernel.
  package var message: [UInt8] { request.message(sequence: sequence) }

  /// Takes one datagram and appends its sockets to `builder`.
  ///
  /// `sender` is `nl_pid` of the datagram's sender, 0 for the kernel; `truncated` tells that the
  /// buffer was too small (`MSG_TRUNC`).
  package mutating func receive(
    _ datagram: RawSpan, from sender: UInt32 = 0, truncated: Bool = false,
    into builder: inout SnapshotBuilder
  ) -> DumpProgress {
    let decoder = RecordDecoder(table: request.table, namespace: namespace, isDump: true)
    begin(from: sender, truncated: truncated)
    while sender == 0, let payload = nextPayload(in: datagram) {
      accept(decoder.decode(payload, in: datagram, into: &builder))
    }
    return outcome
  }

  /// Takes one datagram as `receive(_:from:truncated:into:)` does, and hands over one detail for
  /// each record that it appends to `builder`.
  package mutating func receive(
    _ datagram: RawSpan, from sender: UInt32 = 0, truncated: Bool = false,
    into builder: inout SnapshotBuilder, each: (SocketDetail) -> Void
  ) -> DumpProgress {
    let decoder = DetailDecoder(table: request.table, namespace: namespace, isDump: true)
    begin(from: sender, truncated: truncated)
    while sender == 0, let payload = nextPayload(in: datagram) {
      accept(decoder.decode(payload, in: datagram, into: &builder, each))
    }
    return outcome
  }

  /// Ends a dump that was not answered in time.
  package mutating func timeOut() -> DumpProgress {
    if case .more = outcome { end(because: .timedOut) }
    return outcome
  }

  /// Prepares for a datagram.
  mutating func begin(from sender: UInt32, truncated: Bool) {
    reader = NetlinkMessageReader()
    guard sender == 0, truncated else { return }
    note(.truncated)
  }

  /// The payload of the next message that holds a socket; nil when the datagram has no more or the
  /// dump has ended.
  @inline(__always) mutating func nextPayload(in datagram: RawSpan) -> Range<Int>? {
    while case .more = outcome,
      let payload = plainPayload(in: datagram) ?? specialPayload(in: datagram)
    {
      guard held != nil, HeldMessages.concern(payload, of: datagram) else { return payload }
      held?.append(payload, of: datagram)
      recordCount &+= 1
    }
    return nil
  }

  /// As `nextPayload`, of a message that needs a closer look, and those that are kept back.
  @inline(never) private mutating func specialPayload(in datagram: RawSpan) -> Range<Int>? {
    while let message = reader.next(in: datagram) {
      if case .truncated = message.content { note(.truncated) }
      if case .malformed = message.content { note(.malformed) }
      guard message.header.sequence == sequence, message.header.port == port else { continue }
      if message.header.flags.contains(.dumpInterrupted) { note(.interrupted) }
      if case .data(_, let payload) = message.content { return payload }
      finish(with: message.content)
      guard case .more = outcome else { return nil }
    }
    return nil
  }

  /// The payload of the next message when that is what all but a few are: whole, of this dump, a
  /// socket, nothing special about it. Nil for all others, which the reader then takes.
  @inline(__always) private mutating func plainPayload(in datagram: RawSpan) -> Range<Int>? {
    let start = reader.offset
    guard datagram.has(16, at: start) else { return nil }
    let header = datagram.load(nlmsghdr.self, at: start)
    let length = Int(header.nlmsg_len)
    guard length >= 16, length <= datagram.byteCount &- start, header.nlmsg_type >= 16,
      header.nlmsg_flags & Self.interruptedFlag == 0, header.nlmsg_seq == sequence,
      header.nlmsg_pid == port
    else { return nil }
    reader.offset = start &+ ((length &+ 3) & ~3)
    return (start &+ 16)..<(start &+ length)
  }

  /// `NLM_F_DUMP_INTR`.
  private static let interruptedFlag: UInt16 = 0x10

  /// Counts a message that was decoded, or notes one that could not be.
  mutating func accept(_ isDecoded: Bool) {
    guard isDecoded else { return note(.malformed) }
    recordCount &+= 1
  }

  private mutating func finish(with content: NetlinkContent) {
    switch content {
    case .data, .acknowledged, .noop, .truncated, .malformed: break
    case .overrun: note(.truncated)
    case .error(let failure):
      if failure.errno == DumpErrno.busy, recordCount == 0 {
        outcome = .busy
      } else {
        end(because: .errno(failure.errno))
      }
    case .done(let status):
      guard let status, status < 0 else { return complete() }
      end(because: .errno(Int32(clamping: status.magnitude)))
    }
  }

  private mutating func note(_ next: TableFault) {
    if fault == nil { fault = next }
  }

  private mutating func complete() {
    outcome = .ended(fault.map { .incomplete($0) } ?? .complete)
  }

  /// Ends with what broke it off: a table of which nothing came is not available.
  private mutating func end(because last: TableFault) {
    outcome = .ended(recordCount == 0 ? .unavailable(last) : .incomplete(last))
  }
}

/// How far a dump is.
package enum DumpProgress: Hashable, Sendable {
  /// Read the next datagram.
  case more
  /// The dump is over.
  case ended(TableCoverage)
  /// Another dump still runs on the same socket (`EBUSY`): read that one to its end, or open a
  /// fresh socket, then send the same message in a new session.
  case busy
}
