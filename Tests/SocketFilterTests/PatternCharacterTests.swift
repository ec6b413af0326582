import SocketFilter
import SocketModel
import Testing
import TextSafety

/// What one character of a pattern takes of a text.
struct PatternCharacterTests {
  @Test(arguments: [
    ("caf?", "café", true), ("caf??", "café", false), ("c?f?", "日f本", false),
    ("??", "日本", true), ("?", "日本", false), ("?", "🦀", true), ("*é", "café", true),
    ("[!a]b", "éb", true), ("[!é]b", "éb", false), ("[!é]b", "èb", true), ("[éè]b", "èb", true),
    ("[à-ü]", "é", true), ("[à-ü]", "e", false), ("[a-ü]", "k", true), ("[[:alpha:]]", "é", false),
    ("É", "é", false), ("CAFé", "café", true), ("\\é", "é", true), ("[é]*", "éa", true),
  ])
  func `a glob takes whole characters`(pattern: String, text: String, expected: Bool) throws {
    #expect(try Self.holds("proc = \"\(pattern)\"", Array(text.utf8)) == expected)
  }

  @Test(arguments: [
    ("^caf.$", "café", true), ("^caf..$", "café", false), ("^.{2}$", "日本", true),
    ("^[^a]$", "é", true), ("^[^é]$", "é", false), ("^[^é]$", "è", true), ("^[éè]$", "è", true),
    ("^é+$", "ééé", true), ("^é?$", "", true), ("^\\D$", "é", true), ("^\\w$", "é", false),
    ("^.$", "🦀", true), ("^.$", "e", true), ("^É$", "é", false), ("aFé", "café", true),
    ("^[à-ü]$", "é", true), ("^.\\.é$", "x.é", true),
  ])
  func `an expression takes whole characters`(
    pattern: String, text: String, expected: Bool
  ) throws {
    #expect(try Self.holds("proc ~ \"\(pattern)\"", Array(text.utf8)) == expected)
  }

  @Test(
    arguments: [
      ([0xff], 1), ([0x61, 0x80], 2), ([0xc3], 1), ([0xe2, 0x82], 2), ([0xc3, 0xa9, 0xa9], 2),
      ([0xed, 0xa0, 0x80], 3), ([0xf0, 0x9f, 0x61], 3),
    ] as [([UInt8], Int)])
  func `a byte that is no text counts as one`(text: [UInt8], count: Int) throws {
    for other in 1...4 {
      let marks = String(repeating: "?", count: other)
      #expect(try Self.holds("proc = \(marks)", text) == (other == count))
      #expect(try Self.holds("proc ~ \"^.{\(other)}$\"", text) == (other == count))
    }
  }

  @Test func `names of unix sockets are compared byte by byte, as ss does`() throws {
    var record = SocketRecord()
    (record.kind, record.family) = (.unixStream, .unix)
    let name = Array("/tmp/é".utf8)
    record.name = NameRange(offset: 0, length: UInt16(name.count))
    for (filter, expected) in [
      ("src unix:/tmp/?", false), ("src unix:/tmp/??", true), ("src unix:/tmp/é", true),
      ("src unix:/tmp/[!a][!a]", true),
    ] {
      let matcher = compiled(try #require(parsed(filter)))
      #expect(matcher.matches(record, names: name) == expected, "\(filter)")
    }
  }

  /// Whether a socket passes whose owner has this name.
  private static func holds(_ filter: String, _ name: [UInt8]) throws -> Bool {
    let owner = SocketOwner(pid: 7, descriptor: 3, command: RawText(name))
    return compiled(try #require(parsed(filter), "\(filter)")).matches(
      row(webConnection(), owners: [owner]))
  }
}
