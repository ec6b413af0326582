import CursesTerminal
import SocketMonitor
import TerminalUI
import TextSafety

/// A history file, and keys in the prompt that recalls it.
enum FuzzHistory {
  /// The file, then from the first 0xff on what the terminal sends.
  static func run(_ bytes: [UInt8]) {
    let parts = bytes.split(separator: 0xff, maxSplits: 1, omittingEmptySubsequences: false)
    let lines = (parts.first ?? []).split(separator: 0x0a).suffix(200)
    let history = lines.map { SafeText(RawText(Array($0))) }
    history.forEach(FuzzText.check)
    var editor = LineEditor(history: history)
    var decoder = InputDecoder()
    var events: [InputEvent] = []
    for (place, byte) in (parts.dropFirst().first ?? []).enumerated() {
      decoder.feed([byte], now: place, into: &events)
    }
    decoder.finish(now: bytes.count, into: &events)
    for event in events {
      _ = editor.handle(event)
      look(at: editor)
    }
  }

  private static func look(at editor: LineEditor) {
    demand(editor.utf8.count <= LineEditor.byteLimit, "a line too long")
    demand((0...editor.utf8.count).contains(editor.cursor), "the cursor is outside")
    demand(editor.text.utf8.elementsEqual(editor.utf8), "the line is not what is shown")
    FuzzText.check(editor.text)
    if let search = editor.search { FuzzText.check(search.text) }
  }
}
