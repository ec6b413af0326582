import TestSupport
import Testing
import TextSafety

struct SafeTextTests {
  @Test(arguments: [Int64.min, -1, 0, 9, 10, 99, 100, 65535, Int64.max])
  func `decimals are those of the standard library`(value: Int64) {
    var text = SafeText()
    text.append(value)
    text.append(" ")
    text.append(Int128(value))
    #expect(text.string == "\(value) \(value)")
  }

  @Test(arguments: [0, 1, 15, 16, 255, 0x1234_5678, UInt64.max])
  func `hexadecimals are those of the standard library`(value: UInt64) {
    var text = SafeText()
    text.append(hex: value)
    #expect(text.string == String(value, radix: 16))
  }

  @Test func `numbers of any width are written whole`() {
    var text = SafeText()
    text.reserve(bytes: 128)
    text.append(Int128(UInt64.max))
    text.append(" ")
    text.append(Int128.min)
    text.append(" ")
    text.append(hex: UInt128.max)
    text.append(" ")
    text.append(-7)
    #expect(
      text.string
        == "\(UInt64.max) \(Int128.min) \(String(repeating: "f", count: 32)) -7")
  }

  @Test func `bytes from outside are sanitised as they are appended`() {
    var text: SafeText = "<"
    text.append(raw: ([0x1b, 0x78, 0xff] as [UInt8]).span)
    #expect(text.string == "<·x�")
  }

  @Test func `digits are padded with zeros`() {
    var text = SafeText()
    text.append(7 as UInt64, digits: 2)
    text.append(123 as UInt64, digits: 2)
    text.append(hex: 0xab, digits: 4)
    #expect(text.string == "0712300ab")
  }

  @Test(arguments: [
    (0, 1, "0.0"), (1.25, 1, "1.3"), (0.05, 1, "0.1"), (12.34, 0, "12"), (-0.04, 1, "0.0"),
    (-2.5, 0, "-3"), (999.999, 2, "1000.00"), (3.14159, 4, "3.1416"), (Double.nan, 1, "-"),
    (-Double.infinity, 1, "-"), (1e300, 1, "1e+300"),
  ]) func `doubles are rounded to fixed decimals`(value: Double, digits: Int, shown: String) {
    var text = SafeText()
    text.append(fixed: value, digits: digits)
    #expect(text.string == shown)
  }

  @Test(arguments: [
    ("nginx: worker", 8, TextElision.tail, "nginx: …"),
    ("nginx: worker", 8, .head, "… worker"),
    ("2001:db8::1:443", 9, .middle, "2001…:443"),
    ("漢字漢字", 5, .tail, "漢字…"),
    ("漢字漢字", 4, .tail, "漢…"),
    ("漢字漢字", 4, .head, "…字"),
    ("203.0.113.9:51234", 13, .address, "203.0.…:51234"),
    ("203.0.113.9:51234", 7, .address, "…:51234"),
    ("203.0.113.9:51234", 6, .address, "…51234"),
    ("203.0.113.9:51234", 4, .address, "…234"),
    ("203.0.113.9:51234", 17, .address, "203.0.113.9:51234"),
    ("[2001:db8::8a2e:7334]:443", 18, .address, "[2001:…e:7334]:443"),
    ("[2001:db8::8a2e:7334]:443", 12, .address, "[2001:d…:443"),
    ("/run/app.sock", 7, .address, "/ru…ock"),
    ("abc", 3, .tail, "abc"),
    ("abc", 1, .tail, "…"),
    ("abc", 0, .tail, ""),
    ("abc", -1, .middle, ""),
    ("e\u{301}e\u{301}e\u{301}", 2, .tail, "e\u{301}…"),
  ]) func `text is cut between characters`(
    text: String, columns: Int, elision: TextElision, shown: String
  ) {
    let result = SafeText(RawText(utf8: text)).truncated(to: columns, elision)
    #expect(result.string == shown)
    #expect(result.columns <= max(0, columns))
  }

  @Test func `cutting at any width leaves safe text that fits`() {
    var generator = SeededGenerator(seed: 2)
    let alphabet = Array("ab漢e\u{301}\u{323}한·🦊 ".unicodeScalars)
    for _ in 0..<2000 {
      var string = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...12, using: &generator) {
        string.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)])
      }
      let text = SafeText(RawText(utf8: String(string)))
      for columns in 0...14 {
        for elision in [TextElision.tail, .middle, .head, .address] {
          let cut = text.truncated(to: columns, elision)
          #expect(cut.columns <= columns && fault(in: cut) == nil)
        }
        #expect(text.padded(to: columns, .right).columns == columns)
      }
    }
  }

  @Test func `padding puts the blanks where they belong`() {
    #expect(("ab" as SafeText).padded(to: 5).string == "ab   ")
    #expect(("ab" as SafeText).padded(to: 5, .right).string == "   ab")
    #expect(("ab" as SafeText).padded(to: 5, .center).string == " ab  ")
    #expect(("abcdef" as SafeText).padded(to: 3, .right).string == "abc")
    #expect(SafeText(RawText(utf8: "漢字")).padded(to: 3).string == "漢 ")
  }

  @Test func `ASCII form keeps the width`() {
    let text = SafeText(RawText(utf8: "a漢e\u{301}·…"))
    #expect(text.asciiOnly().string == "a??e??")
    #expect(text.asciiOnly().columns == text.columns)
  }

  @Test func `interpolation takes literals, numbers and sanitised text`() {
    let raw = RawText([0x1b, 0x78])
    #expect(("pid \(12) of \(raw) \("y" as SafeText)" as SafeText).string == "pid 12 of ·x y")
  }

  @Test func `a character that is not safe is appended as its stand-in`() {
    var text = SafeText()
    text.append(scalar: "\u{1b}")
    text.append(scalar: "─", count: 2)
    text.append(scalar: "x", count: -1)
    #expect(text.string == "·──")
  }
}
