internal import CursesTerminal
internal import TerminalUI
internal import TextSafety

/// What the probe shows: fixed lines with wide and combining text and colours, then its events.
struct ProbePicture {
  var changes = 0
  var flood = 0
  /// How often the program was asked to stop and could not.
  var refusals = 0
  private var events: [String] = []

  mutating func add(_ event: InputEvent) {
    events.append(Self.describe(event))
    if events.count > 8 { events.removeFirst() }
  }

  static func appearance(_ style: Style) -> Appearance {
    switch style.role {
    case .critical: Appearance(.rgb(red: 255, green: 0, blue: 0), on: .standard, .bold)
    case .warning:
      Appearance(.indexed(208), on: .indexed(4), style.underline ? .underline : [])
    default: Theme.withoutColors(style)
    }
  }

  func canvas(_ size: Size, colors: Int) -> Canvas {
    var canvas = Canvas(size: size)
    Self.write(
      "probe \(size.columns)x\(size.rows) colors \(colors)", row: 0, Style(.header), &canvas)
    Self.write("wide 漢字 end", row: 1, Style(), &canvas)
    Self.write("marks e\u{301}a\u{308} end", row: 2, Style(.dim), &canvas)
    Self.write("critical", row: 3, Style(.critical), &canvas)
    Self.write("warning", row: 4, Style(.warning, underline: true), &canvas)
    Self.write("changes \(changes) refusals \(refusals)", row: 5, Style(), &canvas)
    for (index, event) in events.enumerated() {
      Self.write("[\(event)]", row: 6 + index, Style(), &canvas)
    }
    guard flood > 0 else { return canvas }
    for row in 6..<max(6, size.rows) {
      let letter = Unicode.Scalar(UInt8(0x61 + (flood + row) % 26))
      let text = String(repeating: Character(letter), count: size.columns)
      Self.write(text, row: row, Style(row % 2 == flood % 2 ? .warning : .critical), &canvas)
    }
    return canvas
  }

  private static func write(_ text: String, row: Int, _ style: Style, _ canvas: inout Canvas) {
    canvas.draw(SafeText(RawText(utf8: text)), at: Position(row: row, column: 0), style: style)
  }

  static func describe(_ event: InputEvent) -> String {
    switch event {
    case .key(.character(let scalar)): "character \(scalar)"
    case .key(.control(let scalar)): "control \(scalar)"
    case .key(.alt(let scalar)): "alt \(scalar)"
    case .key(.function(let number)): "function \(number)"
    case .key(let key): "\(key)"
    case .paste(let bytes):
      "paste \(bytes.count) \(String(decoding: bytes.prefix(20), as: UTF8.self))"
    case .mouse(let event): "\(event.action) \(event.position.row),\(event.position.column)"
    }
  }
}
