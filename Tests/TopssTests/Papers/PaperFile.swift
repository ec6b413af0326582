import Foundation
import Testing

/// Files below `Resources`, and parts of the README, that are made from tables.
///
/// `TOPSS_RECORD=1 swift test --filter PaperTests` writes them anew, and fails.
enum PaperFile {
  static var root: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
  }

  static func read(_ path: String) -> String? {
    try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// Holds a whole file against `text`.
  static func check(
    _ text: String, _ path: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    guard ProcessInfo.processInfo.environment["TOPSS_RECORD"] == nil else {
      let file = root.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(path)", sourceLocation: sourceLocation)
      return
    }
    let present = read(path)
    let difference = present.map { firstDifference($0, text) } ?? "it is missing"
    #expect(present == text, "\(path): \(difference)", sourceLocation: sourceLocation)
  }

  /// Holds what stands between `<!-- NAME -->` and `<!-- /NAME -->` of the README against `text`.
  static func check(
    readme name: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let page = try #require(read("README.md"))
    let opening = "<!-- \(name) -->\n"
    let start = try #require(page.range(of: opening), "README.md has no \(opening)")
    let end = try #require(page.range(of: "<!-- /\(name) -->"))
    let wanted = page[..<start.upperBound] + text + page[end.lowerBound...]
    try check(String(wanted), "README.md", sourceLocation: sourceLocation)
  }

  private static func firstDifference(_ old: String, _ new: String) -> String {
    let old = old.split(separator: "\n", omittingEmptySubsequences: false)
    let new = new.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, pair) in zip(old, new).enumerated() where pair.0 != pair.1 {
      return "line \(index + 1)\n- \(pair.0)\n+ \(pair.1)"
    }
    return "\(old.count) lines against \(new.count)"
  }
}
