import TestSupport
import Testing
import TextSafety

struct SanitizerTests {
  @Test func `no character of Unicode comes out unsafe`() {
    var faults: [String] = []
    for value in UInt32(0)...0x10ffff {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = SafeText(RawText(utf8: "a\(scalar)b"))
      if let fault = fault(in: text) { faults.append(fault) }
      if text.utf8.first != 0x61 || text.utf8.last != 0x62 { faults.append("lost neighbour") }
    }
    #expect(faults == [])
  }

  @Test func `no pair of bytes comes out unsafe or swallows what follows`() {
    var faults: [String] = []
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        let text = SafeText(RawText([first, second, 0x7a]))
        if let fault = fault(in: text) { faults.append(fault) }
        if text.utf8.last != 0x7a { faults.append("swallowed after \(first) \(second)") }
      }
    }
    #expect(faults == [])
  }

  @Test func `no random bytes come out unsafe`() {
    var generator = SeededGenerator(seed: 1)
    var faults: [String] = []
    for _ in 0..<100_000 {
      let count = Int.random(in: 0...24, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let raw = RawText(bytes)
      if let fault = fault(in: SafeText(raw)) { faults.append("\(bytes): \(fault)") }
      if let fault = fault(in: raw.escaped) { faults.append("\(bytes) escaped: \(fault)") }
    }
    #expect(faults == [])
  }

  @Test(arguments: [
    ([0x1b, 0x5b, 0x32, 0x4a], "·[2J"),
    ([0x1b, 0x5d, 0x30, 0x3b, 0x78, 0x07], "·]0;x·"),
    ([0xc2, 0x9b, 0x33, 0x31, 0x6d], "·31m"),
    ([0x9b, 0x33, 0x31, 0x6d], "\u{fffd}31m"),
    ([0x61, 0x0a, 0x62], "a·b"),
    ([0x61, 0x0d, 0x08, 0x09, 0x7f], "a····"),
    ([0x61, 0x00, 0x62], "a·b"),
    ([0xe2, 0x80, 0xae, 0x61], "·a"),
    ([0xe2, 0x81, 0xa6, 0x61], "·a"),
    ([0x61, 0xe2, 0x80, 0x8b, 0x62], "a·b"),
    ([0xef, 0xbb, 0xbf], "·"),
    ([0xe2, 0x80, 0xa8], "·"),
    ([0xee, 0x80, 0x80], "·"),
    ([0xf3, 0xa0, 0x81, 0x81], "·"),
    ([0xe2, 0x9d, 0xa4, 0xef, 0xb8, 0x8f], "❤·"),
  ]) func `what steers, hides or reverses becomes a stand-in`(bytes: [UInt8], shown: String) {
    #expect(sanitized(bytes) == shown)
  }

  @Test(arguments: [
    ([0xff], "\u{fffd}"),
    ([0xc0, 0xaf], "\u{fffd}\u{fffd}"),
    ([0xe6, 0xbc, 0x41], "\u{fffd}A"),
    ([0xe6, 0xbc], "\u{fffd}"),
    ([0xf0, 0x9f, 0x98, 0x41], "\u{fffd}A"),
    ([0xed, 0xa0, 0x80], "\u{fffd}\u{fffd}\u{fffd}"),
    ([0xf4, 0x90, 0x80, 0x80], "\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
    ([0xe0, 0x80, 0x80], "\u{fffd}\u{fffd}\u{fffd}"),
  ]) func `malformed UTF-8 is repaired as the standard library does it`(
    bytes: [UInt8], shown: String
  ) {
    #expect(sanitized(bytes) == shown)
    #expect(String(decoding: bytes, as: UTF8.self) == shown)
  }

  @Test(arguments: ["nginx", "漢字カナ", "한글", "Ünïcödé", "e\u{301}\u{323}", "ภาษาไทย", "🦊", "·"])
  func `legitimate text stays as it is`(text: String) {
    #expect(Array(sanitized(Array(text.utf8)).utf8) == Array(text.utf8))
  }

  @Test func `a base keeps two marks and the others stand in`() {
    let text = "a" + String(repeating: "\u{301}", count: 40) + "b"
    let expected = "a\u{301}\u{301}" + String(repeating: "·", count: 38) + "b"
    #expect(Array(sanitized(Array(text.utf8)).utf8) == Array(expected.utf8))
  }

  @Test func `a mark never changes the text before it`() {
    var text: SafeText = "pid "
    text.append(RawText(utf8: "\u{301}x"))
    #expect(text.string == "pid ·x")
  }
}
