internal import Netlink
package import SocketModel

/// Reads a file of raw replies as `ss -D` writes them and `TCPDIAG_FILE` names them.
///
/// Such a file is one message after another, each padded to four bytes; with both families in it
/// a `done` stands between them. It comes from outside: errors are data.
package struct DumpFileReader: Sendable {
  private var reader = NetlinkMessageReader()
  private let decoder: DetailDecoder
  private var endsWithDone = false

  /// How reading ended.
  package enum End: Hashable, Sendable {
    /// The last message was a `done`.
    case complete
    /// The file ends within a message, or without a `done`; `ss` says `Unexpected EOF`.
    case unexpectedEnd
    /// An error message stands in it, with this errno (positive).
    case error(Int32)
    /// A message does not hold together.
    case malformed
  }

  /// Reads replies of the table of `kind`; the files of `ss` hold TCP.
  package init(kind: SocketKind = .tcp) {
    decoder = DetailDecoder(table: .internet(kind))
  }

  /// Reads all of `file`: records into `builder`, for each an element of `details`. What came
  /// before an error stays.
  package mutating func read(
    _ file: RawSpan, into builder: inout SnapshotBuilder, details: inout [SocketDetail]
  ) -> End {
    while let message = reader.next(in: file) {
      endsWithDone = false
      switch message.content {
      case .data(_, let payload):
        guard let detail = decoder.decode(payload, in: file, into: &builder) else {
          return .malformed
        }
        details.append(detail)
      case .done: endsWithDone = true
      case .error(let failure): return .error(failure.errno)
      case .malformed: return .malformed
      case .truncated: return .unexpectedEnd
      case .acknowledged, .noop, .overrun: break
      }
    }
    return endsWithDone ? .complete : .unexpectedEnd
  }
}
