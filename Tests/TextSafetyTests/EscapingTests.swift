import TestSupport
import Testing
import TextSafety

struct EscapingTests {
  @Test(arguments: [
    ([0x61, 0x5c, 0x6e], #"a\\n"#), ([0x61, 0x0a], #"a\n"#), ([0x1b, 0x09, 0x0d], #"\x1b\t\r"#),
    ([0xff, 0x00], #"\xff\x00"#), ([0xe6, 0xbc, 0xa2], "漢"),
    ([0xe2, 0x80, 0xae], #"\xe2\x80\xae"#), ([0xc2, 0xb7], "·"),
  ]) func `escapes lose nothing`(bytes: [UInt8], shown: String) {
    #expect(RawText(bytes).escaped.string == shown)
  }

  @Test func `escapes can be undone`() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...8, using: &generator)
      let bytes = (0..<count).map { _ in pick(&generator) }
      #expect(unescaped(RawText(bytes).escaped.utf8) == bytes)
    }
  }

  @Test func `JSON strings carry every byte`() {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...8, using: &generator)
      let bytes = (0..<count).map { _ in pick(&generator) }
      var text = SafeText()
      text.append(jsonEscaped: RawText(bytes))
      #expect(fault(in: text) == nil)
      #expect(unescaped(decodedJSON(text.utf8)) == bytes)
    }
  }

  @Test(arguments: [
    ([0x22, 0x41], #"\"A"#), ([0x5c], #"\\\\"#), ([0x1b, 0x0a], #"\u001b\n"#),
    ([0xff], #"\\xff"#), ([0xe2, 0x80, 0xae], #"\u202e"#), ([0xc2, 0x9b], #"\u009b"#),
    ([0xf3, 0xa0, 0x81, 0x81], #"\udb40\udc41"#), ([0xe6, 0xbc, 0xa2], "漢"),
  ]) func `JSON strings are written without what a terminal would obey`(
    bytes: [UInt8], written: String
  ) {
    var text = SafeText()
    text.append(jsonEscaped: RawText(bytes))
    #expect(text.string == written)
  }

  @Test func `text of the program is quoted for JSON`() {
    var text = SafeText()
    text.append(jsonEscaped: #"a "b" \c"# as SafeText)
    #expect(text.string == #"a \"b\" \\c"#)
  }

  @Test(arguments: [
    ("", ""), ("a b", "a b"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), (" a", "\" a\""),
    ("a;b", "\"a;b\""),
  ]) func `CSV fields are quoted where they must`(field: String, written: String) {
    var text = SafeText()
    text.append(csvField: SafeText(RawText(utf8: field)))
    #expect(text.string == written)
  }

  private func pick(_ generator: inout SeededGenerator) -> UInt8 {
    let interesting: [UInt8] = [0x5c, 0x78, 0x6e, 0x22, 0x0a, 0x1b, 0xe6, 0xbc, 0xa2, 0xcc, 0x81]
    let isInteresting = Bool.random(using: &generator)
    guard isInteresting else { return UInt8.random(in: 0...255, using: &generator) }
    return interesting[Int.random(in: 0..<interesting.count, using: &generator)]
  }

  /// Undoes `\\`, `\n`, `\r`, `\t` and `\xNN`.
  private func unescaped(_ text: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      guard byte == 0x5c else {
        bytes.append(byte)
        continue
      }
      switch rest.popFirst() {
      case 0x6e: bytes.append(0x0a)
      case 0x72: bytes.append(0x0d)
      case 0x74: bytes.append(0x09)
      case 0x78:
        bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
        rest = rest.dropFirst(2)
      default: bytes.append(0x5c)
      }
    }
    return bytes
  }

  /// Undoes JSON's escapes.
  private func decodedJSON(_ text: [UInt8]) -> [UInt8] {
    var units: [UInt16] = []
    var rest = String(decoding: text, as: UTF8.self).utf16[...]
    while let unit = rest.popFirst() {
      guard unit == 0x5c else {
        units.append(unit)
        continue
      }
      switch rest.popFirst() {
      case 0x6e: units.append(0x0a)
      case 0x72: units.append(0x0d)
      case 0x74: units.append(0x09)
      case 0x75:
        units.append(UInt16(String(decoding: rest.prefix(4), as: UTF16.self), radix: 16) ?? 0)
        rest = rest.dropFirst(4)
      case let other: units.append(other ?? 0)
      }
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}
