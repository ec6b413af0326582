import Glibc
import TerminalUI
import Testing

/// Pictures of screens in files: the text, then the roles of the cells, run by run.
///
/// `TOPSS_RECORD=1 swift test --filter GoldenScreenTests` writes them anew, and fails.
enum Golden {
  static func check(
    _ canvas: Canvas, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    check(picture(canvas), name, sourceLocation: sourceLocation)
  }

  /// Compares lines with the file of that name.
  static func check(
    _ picture: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let path = directory + "/" + name + ".txt"
    if unsafe getenv("TOPSS_RECORD") != nil {
      write(picture, to: path)
      Issue.record("recorded \(name)", sourceLocation: sourceLocation)
      return
    }
    guard let expected = read(path) else {
      Issue.record("no golden picture \(name)", sourceLocation: sourceLocation)
      return
    }
    guard expected != picture else { return }
    Issue.record(
      "\(name) differs: \(firstDifference(expected, picture))", sourceLocation: sourceLocation)
  }

  static func picture(_ canvas: Canvas) -> String {
    let text = text(canvas)
    let styles = canvas.styleGrid.map(runs)
    return (text + ["=== roles"] + styles + ["=== legend"] + canvas.styleLegend)
      .joined(separator: "\n") + "\n"
  }

  /// The lines without blanks at their ends.
  static func text(_ canvas: Canvas) -> [String] {
    canvas.textGrid.map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
  }

  /// `h80` for a line of eighty headers.
  static func runs(_ line: String) -> String {
    var result = ""
    var rest = line[...]
    while let letter = rest.first {
      let run = rest.prefix { $0 == letter }
      result += "\(letter)\(run.count)"
      rest = rest.dropFirst(run.count)
      if !rest.isEmpty { result += " " }
    }
    return result
  }

  private static func firstDifference(_ expected: String, _ actual: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, pair) in zip(old, new).enumerated() where pair.0 != pair.1 {
      return "line \(index + 1)\n- \(pair.0)\n+ \(pair.1)"
    }
    return "\(old.count) lines against \(new.count)"
  }

  private static var directory: String {
    "\(#filePath)".split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/") + "/Golden"
  }

  private static func read(_ path: String) -> String? {
    guard let file = unsafe fopen(path, "r") else { return nil }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = unsafe fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { break }
      bytes += buffer.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func write(_ text: String, to path: String) {
    _ = unsafe mkdir(directory, 0o755)
    guard let file = unsafe fopen(path, "w") else { return }
    defer { unsafe fclose(file) }
    let bytes = Array(text.utf8)
    unsafe fwrite(bytes, 1, bytes.count, file)
  }
}
