import Netlink
import TestSupport
import Testing

struct NetlinkFuzzTests {
  @Test func `no bytes make the walk trap or run for ever`() {
    var random = SeededGenerator(seed: 42)
    for _ in 0..<100_000 {
      let count = Int(random.next() % 96)
      let bytes = (0..<count).map { _ in random.plausibleByte(0x17) }
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
}
