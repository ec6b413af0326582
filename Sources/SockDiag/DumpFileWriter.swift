internal import CSockDiag
internal import Netlink

/// Writes replies of inet_diag into a file that `ss` can read, without TCP-MD5 keys.
package enum DumpFileWriter {
  /// Appends the messages of one datagram to `output`, each padded to four bytes.
  ///
  /// `INET_DIAG_MD5SIG` is left out and so is anything that cannot be read: a message of unknown
  /// form, and what stands behind an attribute that does not fit.
  package static func append(_ datagram: RawSpan, to output: inout [UInt8]) {
    var reader = NetlinkMessageReader()
    while let message = reader.next(in: datagram) {
      switch message.content {
      case .data(_, let payload): append(message, payload, of: datagram, to: &output)
      case .done(let status): appendEnd(message.header, status, to: &output)
      case .error, .acknowledged, .noop, .overrun, .malformed, .truncated: break
      }
    }
  }

  private static func append(
    _ message: NetlinkMessage, _ payload: Range<Int>, of datagram: RawSpan,
    to output: inout [UInt8]
  ) {
    let head = payload.lowerBound &+ RecordDecoder.internetHeader
    guard payload.count >= RecordDecoder.internetHeader else { return }
    var copy = builder(message.header)
    copy.append(bytes: datagram.copy(payload.lowerBound..<head))
    var attributes = NetlinkAttributes(head..<payload.upperBound)
    while let attribute = attributes.next(in: datagram) {
      guard attribute.type != topss_inet_md5sig else { continue }
      let flags: UInt16 = attribute.isNested ? 0x8000 : 0
      copy.appendAttribute(type: attribute.type | flags, datagram.copy(attribute.payload))
    }
    output.append(contentsOf: copy.bytes)
  }

  private static func appendEnd(
    _ header: NetlinkHeader, _ status: Int32?, to output: inout [UInt8]
  ) {
    var copy = builder(header)
    if let status { copy.append(UInt32(bitPattern: status)) }
    output.append(contentsOf: copy.bytes)
  }

  /// Begins a message with the fields of `header`.
  private static func builder(_ header: NetlinkHeader) -> NetlinkMessageBuilder {
    NetlinkMessageBuilder(
      type: header.type, flags: header.flags, sequence: header.sequence, port: header.port)
  }
}
