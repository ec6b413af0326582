import TerminalUI
import Testing
import TextSafety

struct KeyNameTests {
  static let named: [Key] = [
    .enter, .tab, .backTab, .backspace, .delete, .escape, .up, .down, .left, .right, .home, .end,
    .pageUp, .pageDown, .insert,
  ]

  @Test func `every key has a name that leads back to it`() {
    var keys = Self.named + (1...12).map(Key.function)
    keys += "abcdefghijklmnopqrstuvwxyz\\]^_".unicodeScalars.map(Key.control)
    // All of the first planes' scripts and a sample of the rest.
    for value in Array(UInt32(0)..<0x3000) + Array(stride(from: 0x3000, to: 0x110000, by: 97)) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      keys += [.character(scalar), .alt(scalar)]
    }
    let lost = keys.filter { KeyName.key(KeyName.text($0).string) != $0 }
    #expect(lost == [])
  }

  @Test(arguments: [
    (Key.function(9), "F9"), (.control("u"), "^U"), (.character("K"), "K"), (.alt("x"), "Alt-x"),
    (.character(" "), "Space"), (.alt(" "), "Alt-Space"), (.pageUp, "PgUp"), (.up, "↑"),
    (.control("\\"), "^\\"), (.character("^"), "^"), (.character("\u{1b}"), "U+1b"),
  ]) func `names are those of the help`(key: Key, name: String) {
    #expect(KeyName.text(key).string == name)
  }

  @Test func `names are ASCII where they must`() {
    let names = Self.named.map { KeyName.text($0, isASCII: true) }
    #expect(names.allSatisfy { $0 == $0.asciiOnly() })
    #expect(names.map { KeyName.key($0.string) } == Self.named)
  }

  @Test(arguments: [
    ("ENTER", Key.enter), ("return", .enter), ("ctrl-a", .control("a")), ("^a", .control("a")),
    ("f12", .function(12)), ("pageup", .pageUp), ("alt-Q", .alt("Q")), ("Up", .up),
  ]) func `names may be spelled in other ways`(name: String, key: Key) {
    #expect(KeyName.key(name) == key)
  }

  @Test(arguments: [
    "", "F0", "F13", "F", "F01", "F+1", "^", "^!", "^^^", "ab", "Alt-", "ctrl-", "U+",
  ])
  func `what names no key gives none`(name: String) {
    let expected: Key? = name == "^" || name == "F" ? .character(name == "^" ? "^" : "F") : nil
    #expect(KeyName.key(name) == expected)
  }
}
