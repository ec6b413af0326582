/// Walks the messages of one datagram without allocating.
///
/// It keeps only its position; the datagram is handed to every call, and must be the same one.
package struct NetlinkMessageReader: Sendable {
  /// Where the next message begins.
  package var offset = 0

  package init() {}

  /// The next message; nil at the end of the datagram.
  ///
  /// `malformed` and `truncated` are the last one: what is behind them cannot be trusted.
  package mutating func next(in datagram: RawSpan) -> NetlinkMessage? {
    let start = offset
    guard start < datagram.byteCount else { return nil }
    guard let header = NetlinkHeader(in: datagram, at: start) else {
      return stop(.truncated, at: start, in: datagram)
    }
    let length = Int(header.length)
    guard length >= NetlinkHeader.byteCount else {
      return stop(.malformed, at: start, in: datagram, header)
    }
    guard length <= datagram.byteCount &- start else {
      return stop(.truncated, at: start, in: datagram, header)
    }
    let end = start &+ length
    offset = start &+ ((length &+ 3) & ~3)
    let payload = (start &+ NetlinkHeader.byteCount)..<end
    let content =
      header.type < 16
      ? Self.control(header, payload, in: datagram) : .data(type: header.type, payload: payload)
    return NetlinkMessage(header: header, range: start..<end, content: content)
  }

  /// Ends the walk with `content`.
  private mutating func stop(
    _ content: NetlinkContent, at start: Int, in datagram: RawSpan,
    _ header: NetlinkHeader = NetlinkHeader(length: 0, type: 0, flags: [], sequence: 0, port: 0)
  ) -> NetlinkMessage {
    offset = datagram.byteCount
    return NetlinkMessage(header: header, range: start..<datagram.byteCount, content: content)
  }

  /// A message of netlink itself; unknown types are `noop`, as the protocol wants.
  private static func control(
    _ header: NetlinkHeader, _ payload: Range<Int>, in datagram: RawSpan
  ) -> NetlinkContent {
    switch header.type {
    case 2: failure(header, payload, in: datagram)
    case 3: .done(status: payload.count >= 4 ? status(payload, in: datagram) : nil)
    case 4: .overrun
    default: .noop
    }
  }

  private static func status(_ payload: Range<Int>, in datagram: RawSpan) -> Int32 {
    Int32(bitPattern: datagram.uint32(at: payload.lowerBound))
  }

  private static func failure(
    _ header: NetlinkHeader, _ payload: Range<Int>, in datagram: RawSpan
  ) -> NetlinkContent {
    guard payload.count >= 4 else { return .malformed }
    let status = status(payload, in: datagram)
    guard status != 0 else { return .acknowledged }
    // The magnitude of Int32.min has no Int32.
    var failure = NetlinkFailure(errno: Int32(clamping: status.magnitude))
    if header.flags.contains(.explained) {
      explain(&failure, header, payload, in: datagram)
    }
    return .error(failure)
  }

  /// Reads the extended acknowledgement behind the quoted request.
  private static func explain(
    _ failure: inout NetlinkFailure, _ header: NetlinkHeader, _ payload: Range<Int>,
    in datagram: RawSpan
  ) {
    let quoted = payload.lowerBound &+ 4
    guard payload.upperBound &- quoted >= NetlinkHeader.byteCount else { return }
    let whole = Int(datagram.uint32(at: quoted))
    let quotedLength = header.flags.contains(.capped) ? NetlinkHeader.byteCount : whole
    let start = quoted &+ ((quotedLength &+ 3) & ~3)
    guard start <= payload.upperBound else { return }
    var attributes = NetlinkAttributes(start..<payload.upperBound)
    while let attribute = attributes.next(in: datagram) {
      switch attribute.type {
      case 1: failure.message = text(attribute.payload, in: datagram)
      case 2 where attribute.payload.count >= 4:
        failure.offset = datagram.uint32(at: attribute.payload.lowerBound)
      default: break
      }
    }
  }

  /// `range` without the NUL at its end.
  private static func text(_ range: Range<Int>, in datagram: RawSpan) -> Range<Int> {
    guard !range.isEmpty, datagram.uint8(at: range.upperBound &- 1) == 0 else { return range }
    return range.lowerBound..<(range.upperBound &- 1)
  }
}
