import CTestSupport
import Testing
import TextSafety

struct CharacterWidthTests {
  @Test func `every character that may be shown is as wide as libc says`() {
    var differences: [String] = []
    for value in UInt32(0)...0x10ffff {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let width = CharacterWidth.width(of: scalar)
      guard width >= 0 else { continue }
      let expected = Int(topss_test_wcwidth_utf8(value))
      if width != expected { differences.append("U+\(String(value, radix: 16))") }
    }
    #expect(differences == [])
  }

  @Test func `ordinary characters may be shown`() {
    let hidden = "az09~ÄßλЖ漢한ไ€▼█⣿│…".unicodeScalars.filter { CharacterWidth.width(of: $0) <= 0 }
    #expect(hidden.isEmpty)
  }

  @Test(arguments: [("", 0), ("abc", 3), ("漢字", 4), ("e\u{301}", 1), ("한", 2), ("a漢b", 4)])
  func `columns add up`(text: String, columns: Int) {
    #expect(CharacterWidth.columns(ofUTF8: Array(text.utf8)) == columns)
  }
}
