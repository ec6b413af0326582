import Netlink
import Testing

struct NetlinkFuzzTests {
  @Test func `no bytes make the walk trap or run for ever`() {
    var random = Generator(state: 42)
    for _ in 0..<100_000 {
      let count = Int(random.next() % 96)
      let bytes = (0..<count).map { _ in random.byte() }
      let span = unsafe bytes.span.bytes
      var reader = NetlinkMessageReader()
      var steps = 0
      while let message = reader.next(in: span) {
        steps += 1
        var attributes = NetlinkAttributes(message.range)
        while let attribute = attributes.next(in: span) {
          steps += 1
          #expect(attribute.end <= message.range.upperBound)
        }
      }
      #expect(steps <= count + 1)
    }
  }

  /// A fixed sequence of bytes, small ones more often so that lengths are plausible.
  private struct Generator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }

    mutating func byte() -> UInt8 {
      let value = next()
      return value % 3 == 0 ? UInt8(truncatingIfNeeded: value >> 8) : UInt8(value >> 8 & 0x17)
    }
  }
}
