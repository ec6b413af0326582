internal import Netlink

/// The answer to one request about one socket.
package struct SingleReply: Hashable, Sendable {
  /// Whose answer it is: several requests may be sent at once.
  package var sequence: UInt32
  package var result: Result

  /// What the kernel answers.
  package enum Result: Hashable, Sendable {
    /// The socket's message: the range of its payload, for a decoder.
    case socket(Range<Int>)
    /// The request was carried out.
    case done
    /// There is no such socket, or another has its addresses now.
    case gone
    /// The kernel refused with this errno (positive).
    case refused(Int32)
    /// The answer does not hold together or did not fit the buffer.
    case unreadable
  }

  package init(sequence: UInt32, result: Result) {
    self.sequence = sequence
    self.result = result
  }
}

/// Walks the answers in one datagram.
package struct SingleReplyReader: Sendable {
  private var reader = NetlinkMessageReader()
  private let port: UInt32

  /// Answers to others than the socket with this port id are skipped.
  package init(port: UInt32) { self.port = port }

  /// The next answer; nil at the end of the datagram.
  package mutating func next(in datagram: RawSpan) -> SingleReply? {
    while let message = reader.next(in: datagram) {
      let sequence = message.header.sequence
      guard sequence != 0, message.header.port == port, let result = Self.result(message.content)
      else { continue }
      return SingleReply(sequence: sequence, result: result)
    }
    return nil
  }

  private static func result(_ content: NetlinkContent) -> SingleReply.Result? {
    switch content {
    case .data(_, let payload): .socket(payload)
    case .acknowledged: .done
    case .error(let failure): DumpErrno.isGone(failure.errno) ? .gone : .refused(failure.errno)
    case .truncated, .malformed, .overrun: .unreadable
    case .done, .noop: nil
    }
  }
}

/// Error numbers that have a meaning of their own here; the same on every Linux that Swift runs on.
enum DumpErrno {
  /// `EBUSY`.
  static let busy: Int32 = 16

  /// `ENOENT`: no socket has the addresses; `ESTALE`: one has, with another cookie.
  static func isGone(_ errno: Int32) -> Bool { errno == 2 || errno == 116 }
}
