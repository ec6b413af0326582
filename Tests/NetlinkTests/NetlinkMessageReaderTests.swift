import Netlink
import Testing

struct NetlinkMessageReaderTests {
  /// The contents of all messages in `bytes`.
  private func contents(_ bytes: [UInt8]) -> [NetlinkContent] {
    var reader = NetlinkMessageReader()
    var contents: [NetlinkContent] = []
    while let message = unsafe reader.next(in: bytes.span.bytes) {
      contents.append(message.content)
    }
    return contents
  }

  /// A message of `type` whose payload is `payload`.
  private func message(
    _ type: UInt16, flags: NetlinkFlags = [], _ payload: [UInt8] = []
  ) -> [UInt8] {
    var builder = NetlinkMessageBuilder(type: type, flags: flags, sequence: 7, port: 9)
    builder.append(bytes: payload)
    return builder.bytes
  }

  @Test func `a header is read field by field`() throws {
    let bytes: [UInt8] = [
      20, 0, 0, 0,  // nlmsg_len
      20, 0,  // nlmsg_type
      2, 0,  // nlmsg_flags: NLM_F_MULTI
      0x78, 0x56, 0x34, 0x12,  // nlmsg_seq
      1, 0, 0, 0x80,  // nlmsg_pid
      0xaa, 0xbb, 0xcc, 0xdd,  // payload
    ]
    var reader = NetlinkMessageReader()
    let span = unsafe bytes.span.bytes
    let first = reader.next(in: span)
    let read = try #require(first)
    #expect(read.header.length == 20)
    #expect(read.header.type == 20)
    #expect(read.header.flags == .multipart)
    #expect(read.header.sequence == 0x1234_5678)
    #expect(read.header.port == 0x8000_0001)
    #expect(read.range == 0..<20)
    #expect(read.content == .data(type: 20, payload: 16..<20))
    let end = reader.next(in: span)
    #expect(end == nil)
  }

  @Test func `messages begin at multiples of four`() {
    let first = message(20, [1]) + [0, 0, 0]
    #expect(
      contents(first + message(20, [2, 3])) == [
        .data(type: 20, payload: 16..<17), .data(type: 20, payload: 36..<38),
      ])
  }

  @Test func `the padding of the last message may be missing`() {
    #expect(contents(message(20, [1])) == [.data(type: 20, payload: 16..<17)])
  }

  @Test(arguments: 0...15)
  func `a length shorter than a header ends the walk`(length: UInt8) {
    var bytes = message(20) + message(20)
    bytes[0] = length
    #expect(contents(bytes) == [.malformed])
  }

  @Test(arguments: [17, 33, 0x7fff_ffff, 0xffff_fffc, 0xffff_ffff] as [UInt32])
  func `a length beyond the datagram is truncation`(length: UInt32) {
    var bytes = message(20)
    for index in 0..<4 { bytes[index] = UInt8(truncatingIfNeeded: length >> UInt32(8 * index)) }
    #expect(contents(bytes) == [.truncated])
  }

  @Test(arguments: 1...15)
  func `less than a header is truncation`(count: Int) {
    #expect(contents(Array(message(20).prefix(count))) == [.truncated])
  }

  @Test func `done tells its status, or none`() {
    #expect(contents(message(3)) == [.done(status: nil)])
    #expect(contents(message(3, [0, 0, 0])) == [.done(status: nil)])
    #expect(contents(message(3, [0, 0, 0, 0])) == [.done(status: 0)])
    #expect(contents(message(3, [0xfe, 0xff, 0xff, 0xff])) == [.done(status: -2)])
  }

  @Test func `an error is a positive errno whatever the kernel sends`() {
    let quoted = message(20)
    #expect(
      contents(message(2, [0xfe, 0xff, 0xff, 0xff] + quoted)) == [
        .error(NetlinkFailure(errno: 2))
      ])
    #expect(contents(message(2, [0, 0, 0, 0x80])) == [.error(NetlinkFailure(errno: .max))])
    #expect(contents(message(2, [5, 0, 0, 0])) == [.error(NetlinkFailure(errno: 5))])
    #expect(contents(message(2, [0, 0, 0, 0] + quoted)) == [.acknowledged])
    #expect(contents(message(2, [0, 0, 0])) == [.malformed])
  }

  @Test(arguments: [true, false])
  func `an extended acknowledgement tells message and offset`(isCapped: Bool) {
    var error = NetlinkMessageBuilder(
      type: 2, flags: isCapped ? [.explained, .capped] : .explained, sequence: 7)
    error.append(UInt32(bitPattern: -22))  // EINVAL
    // The request: its header says 24 bytes, of which a capped error quotes 16.
    error.append(bytes: message(20, [1, 2, 3, 4, 5, 6, 7, 8]).prefix(isCapped ? 16 : 24))
    error.appendAttribute(type: 1, Array("bad family\0".utf8))
    error.appendAttribute(type: 2, UInt32(16))
    let start = (isCapped ? 36 : 44) + 4
    let expected = NetlinkFailure(errno: 22, message: start..<(start + 10), offset: 16)
    #expect(contents(error.bytes) == [.error(expected)])
    let text = Array(error.bytes[start..<(start + 10)])
    #expect(text == Array("bad family".utf8))
  }

  @Test func `a quoted length beyond the error hides its explanation only`() {
    var error = NetlinkMessageBuilder(type: 2, flags: .explained)
    error.append(UInt32(bitPattern: -1))
    error.append(bytes: [0xff, 0xff, 0xff, 0xff] + [UInt8](repeating: 0, count: 12))
    #expect(contents(error.bytes) == [.error(NetlinkFailure(errno: 1))])
  }

  @Test func `overrun and unknown control messages have their names`() {
    #expect(contents(message(4)) == [.overrun])
    #expect(contents(message(1)) == [.noop])
    #expect(contents(message(9)) == [.noop])
  }
}
