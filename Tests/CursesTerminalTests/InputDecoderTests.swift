import CursesTerminal
import TerminalUI
import Testing

/// Bytes of terminals to events.
struct InputDecoderTests {
  static let sequences: [(String, [InputEvent])] = [
    ("a", [.key(.character("a"))]),
    ("é漢", [.key(.character("é")), .key(.character("漢"))]),
    ("\r\n\t", [.key(.enter), .key(.enter), .key(.tab)]),
    ("\u{7f}\u{8}", [.key(.backspace), .key(.backspace)]),
    ("\u{3}\u{1c}\u{1f}", [.key(.control("c")), .key(.control("\\")), .key(.control("_"))]),
    ("\u{1b}[A\u{1b}OB", [.key(.up), .key(.down)]),
    ("\u{1b}[1;5C", [.key(.right)]),
    ("\u{1b}[H\u{1b}OF\u{1b}[7~\u{1b}[4~", [.key(.home), .key(.end), .key(.home), .key(.end)]),
    ("\u{1b}[5~\u{1b}[6~", [.key(.pageUp), .key(.pageDown)]),
    ("\u{1b}[2~\u{1b}[3~\u{1b}[Z", [.key(.insert), .key(.delete), .key(.backTab)]),
    ("\u{1b}OP\u{1b}[11~\u{1b}[[A", Array(repeating: .key(.function(1)), count: 3)),
    ("\u{1b}[15~\u{1b}[[E", [.key(.function(5)), .key(.function(5))]),
    ("\u{1b}[17~\u{1b}[21~", [.key(.function(6)), .key(.function(10))]),
    ("\u{1b}[23~\u{1b}[24~", [.key(.function(11)), .key(.function(12))]),
    ("\u{1b}x\u{1b}ö", [.key(.alt("x")), .key(.alt("ö"))]),
    ("\u{1b}[99;99;99X\u{1b}[?1;2cq", [.key(.character("q"))]),
    (
      "\u{1b}[200~a\u{1b}[31mb\u{1b}[201~c",
      [
        .paste(Array("a\u{1b}[31mb".utf8)), .key(.character("c")),
      ]
    ),
    (
      "\u{1b}[<64;3;4M\u{1b}[<65;3;4M",
      [
        .mouse(MouseEvent(action: .wheelUp, position: Position(row: 3, column: 2))),
        .mouse(MouseEvent(action: .wheelDown, position: Position(row: 3, column: 2))),
      ]
    ),
    (
      "\u{1b}[<0;1;1M\u{1b}[<0;1;1m\u{1b}[<0;1;1M\u{1b}[<0;1;1m",
      [
        .mouse(MouseEvent(action: .press, position: Position(row: 0, column: 0))),
        .mouse(MouseEvent(action: .doublePress, position: Position(row: 0, column: 0))),
      ]
    ),
    ("\u{1b}[M !\"", [.mouse(MouseEvent(action: .press, position: Position(row: 1, column: 0)))]),
  ]

  @Test(arguments: sequences)
  func `a sequence means the same in any pieces`(text: String, expected: [InputEvent]) {
    let bytes = Array(text.utf8)
    for size in 1...max(1, bytes.count) {
      var decoder = InputDecoder()
      var events: [InputEvent] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        decoder.feed(Array(bytes[start..<min(bytes.count, start + size)]), now: 0, into: &events)
      }
      #expect(events == expected, "in pieces of \(size)")
      #expect(!decoder.isWaiting)
    }
  }

  @Test func `a lone Escape is a key when nothing follows`() {
    var decoder = InputDecoder()
    var events: [InputEvent] = []
    decoder.feed([0x1b], now: 0, into: &events)
    #expect(events.isEmpty)
    #expect(decoder.isWaiting)
    decoder.finish(now: 25, into: &events)
    #expect(events == [.key(.escape)])
    #expect(!decoder.isWaiting)
  }

  @Test func `Alt with the first letter of a sequence is a key when nothing follows`() {
    var decoder = InputDecoder()
    var events: [InputEvent] = []
    decoder.feed(Array("\u{1b}[".utf8), now: 0, into: &events)
    decoder.finish(now: 25, into: &events)
    decoder.feed(Array("\u{1b}O".utf8), now: 30, into: &events)
    decoder.finish(now: 55, into: &events)
    #expect(events == [.key(.alt("[")), .key(.alt("O"))])
  }

  @Test func `a key of the terminal's description comes first`() {
    var decoder = InputDecoder(terminalKeys: [Array("\u{1b}A".utf8): .up])
    var events: [InputEvent] = []
    decoder.feed(Array("\u{1b}A\u{1b}B".utf8), now: 0, into: &events)
    #expect(events == [.key(.up), .key(.alt("B"))])
  }

  @Test func `a paste is cut at its limit and swallowed whole`() {
    var decoder = InputDecoder()
    var events: [InputEvent] = []
    let text = [UInt8](repeating: 0x6b, count: 1 << 20)
    decoder.feed(
      Array("\u{1b}[200~".utf8) + text + Array("\u{1b}[201~q".utf8), now: 0, into: &events)
    #expect(
      events == [
        .paste(Array(repeating: 0x6b, count: InputEvent.pasteLimit)), .key(.character("q")),
      ])
  }

  @Test func `a paste without an end ends by itself`() {
    var decoder = InputDecoder()
    var events: [InputEvent] = []
    decoder.feed(Array("\u{1b}[200~abc".utf8), now: 0, into: &events)
    decoder.expirePaste(now: InputDecoder.pasteTimeout - 1, into: &events)
    #expect(events.isEmpty)
    decoder.feed(Array("q".utf8), now: InputDecoder.pasteTimeout, into: &events)
    #expect(events == [.paste(Array("abc".utf8)), .key(.character("q"))])
  }

  @Test func `Escape ends a paste without an end`() {
    var decoder = InputDecoder()
    var events: [InputEvent] = []
    decoder.feed(Array("\u{1b}[200~abc".utf8), now: 0, into: &events)
    decoder.feed([0x1b], now: 100, into: &events)
    decoder.finish(now: 125, into: &events)
    #expect(events == [.paste(Array("abc".utf8)), .key(.escape)])
  }

  @Test func `broken characters are dropped and what follows is not`() {
    var decoder = InputDecoder()
    var events: [InputEvent] = []
    decoder.feed([0xff, 0xc3, 0x28, 0xe6, 0xbc, 0x61, 0xc2, 0x9b, 0x62], now: 0, into: &events)
    #expect(events == [.key(.character("(")), .key(.character("a")), .key(.character("b"))])
  }

  @Test func `no bytes trap or hang the decoder`() {
    var generator = SystemRandomNumberGenerator()
    let alphabet: [UInt8] =
      Array("\u{1b}[]O<;0123456789~MmA$?P \u{7f}\r".utf8) + [0, 0x9b, 0xe6, 0xff]
    var decoder = InputDecoder()
    var events: [InputEvent] = []
    for now in 0..<20_000 {
      let count = Int.random(in: 1...12, using: &generator)
      let bytes = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
      decoder.feed(bytes, now: now * 10, into: &events)
      if Bool.random(using: &generator) { decoder.finish(now: now * 10, into: &events) }
    }
    decoder.finish(now: 300_000, into: &events)
    decoder.expirePaste(now: 400_000, into: &events)
    events = []
    decoder.reset()
    decoder.feed(Array("q".utf8), now: 500_000, into: &events)
    #expect(events == [.key(.character("q"))])
  }
}
