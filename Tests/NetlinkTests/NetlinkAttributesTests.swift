import Netlink
import Testing

struct NetlinkAttributesTests {
  /// Types and payloads of all attributes, and whether the walk stopped early.
  private func walk(_ bytes: [UInt8]) -> (found: [Found], isMalformed: Bool) {
    let span = unsafe bytes.span.bytes
    var attributes = NetlinkAttributes(0..<bytes.count)
    var found: [Found] = []
    while let attribute = attributes.next(in: span) {
      let payload = span.copy(attribute.payload)
      found.append(
        Found(type: attribute.type, isNested: attribute.isNested, payload: payload))
    }
    return (found, attributes.isMalformed)
  }

  private struct Found: Equatable {
    var type: UInt16
    var isNested = false
    var payload: [UInt8]
  }

  @Test func `the flags of a type are masked`() {
    let bytes: [UInt8] = [
      5, 0, 0x13, 0x80, 0xaa, 0, 0, 0,  // nla_len 5, type 19 with NLA_F_NESTED, padded
      8, 0, 0x02, 0x40, 1, 2, 3, 4,  // nla_len 8, type 2 with NLA_F_NET_BYTEORDER
      4, 0, 7, 0,  // no payload
    ]
    let (found, isMalformed) = walk(bytes)
    #expect(!isMalformed)
    #expect(
      found == [
        Found(type: 19, isNested: true, payload: [0xaa]), Found(type: 2, payload: [1, 2, 3, 4]),
        Found(type: 7, payload: []),
      ])
  }

  @Test(arguments: [0, 1, 3, 9, 255] as [UInt8])
  func `a length that does not fit ends the walk and keeps what came`(length: UInt8) {
    let (found, isMalformed) = walk([4, 0, 1, 0, length, 0, 2, 0, 1, 2, 3, 4])
    #expect(found == [Found(type: 1, payload: [])])
    #expect(isMalformed)
  }

  @Test func `a range beyond the datagram reads nothing`() {
    var attributes = NetlinkAttributes(2..<100)
    let bytes: [UInt8] = [0, 0, 50, 0, 1, 0]
    let span = unsafe bytes.span.bytes
    let first = attributes.next(in: span)
    #expect(first == nil)
    #expect(attributes.isMalformed)
  }

  @Test func `nested attributes are built and read alike`() throws {
    var message = NetlinkMessageBuilder(type: 20)
    message.appendNested(type: 19) {
      $0.appendAttribute(type: 1, Array("tls\0".utf8))
      $0.appendAttribute(type: 2, UInt16(0x0304))
    }
    let bytes = message.bytes
    let span = unsafe bytes.span.bytes
    #expect(bytes.count == 16 + 4 + 8 + 8)
    #expect(bytes[0] == UInt8(bytes.count))
    var outer = NetlinkAttributes(16..<bytes.count)
    let firstOuter = outer.next(in: span)
    let nest = try #require(firstOuter)
    var inner = NetlinkAttributes(nest.payload)
    let firstInner = inner.next(in: span)
    let name = try #require(firstInner)
    let text = span.copy(name.payload)
    #expect(text == Array("tls\0".utf8))
    let secondInner = inner.next(in: span)
    let version = try #require(secondInner)
    let number = span.uint16(at: version.start)
    #expect(number == 0x0304)
  }

  @Test func `integers beyond the end read as zero`() {
    let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7]
    let span = unsafe bytes.span.bytes
    let bytesRead = [6, 7, -1, .min, .max].map { span.uint8(at: $0) }
    #expect(bytesRead == [7, 0, 0, 0, 0])
    let halves = [5, 6, -1, .max].map { span.uint16(at: $0) }
    #expect(halves == [0x0706, 0, 0, 0])
    let words = [3, 4, -4, .max].map { span.uint32(at: $0) }
    #expect(words == [0x0706_0504, 0, 0, 0])
    let longs = [0, -8, .max].map { span.uint64(at: $0) }
    #expect(longs == [0, 0, 0])
    let copies = [5..<100, 9..<100, -3..<1].map { span.copy($0) }
    #expect(copies == [[6, 7], [], [1]])
  }
}
