import Testing
import TextSafety

struct WrappingTests {
  @Test(arguments: [
    ("", 5, [""]), ("one two", 9, ["one two"]), ("one two three", 7, ["one two", "three"]),
    ("one two three", 8, ["one two", "three"]), ("onetwothree", 4, ["onet", "woth", "ree"]),
    ("a bcdefgh", 4, ["a", "bcde", "fgh"]), ("漢字漢字", 3, ["漢", "字", "漢", "字"]),
    ("漢", 1, ["漢"]), ("abc", 0, ["abc"]),
  ]) func `text wraps at blanks where there are any`(
    text: String, columns: Int, lines: [String]
  ) {
    let wrapped = SafeText(RawText(utf8: text)).wrapped(to: columns)
    #expect(wrapped.map(\.string) == lines)
  }

  @Test func `matches are found without regard to case`() {
    let text: SafeText = "Port port PORTport"
    #expect(text.ranges(of: "port") == [0..<4, 5..<9, 10..<14, 14..<18])
    #expect(text.ranges(of: "") == [])
    #expect(text.ranges(of: "a port that is longer than the text") == [])
    #expect(text.column(ofByte: 5) == 5)
    #expect(SafeText(RawText(utf8: "漢a")).column(ofByte: 3) == 2)
    #expect(text.column(ofByte: -1) == 0)
    #expect(text.column(ofByte: 99) == 18)
  }
}
