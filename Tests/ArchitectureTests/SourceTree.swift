import Foundation

/// The package's own sources, as text.
enum SourceTree {
  struct File {
    var path: String
    var lines: [String]

    /// The lines without those that are comments only.
    var code: [String] {
      lines.filter { !$0.trimmingCharacters(in: .whitespaces).hasPrefix("//") }
    }

    /// The modules that the file imports.
    var imports: Set<String> {
      Set(
        lines.compactMap { line in
          let words = line.split(separator: " ").map(String.init)
          guard let index = words.firstIndex(of: "import"), index + 1 < words.count,
            words[..<index].allSatisfy({ Self.importModifiers.contains($0) })
          else { return nil }
          return words[index + 1]
        })
    }

    static let importModifiers: Set<String> = [
      "internal", "package", "private", "fileprivate", "@preconcurrency", "@testable",
    ]
  }

  static var root: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  static func folders(below path: String) throws -> [String] {
    let place = root.appendingPathComponent(path)
    return try FileManager.default.contentsOfDirectory(atPath: place.path).filter {
      var isFolder: ObjCBool = false
      let there = unsafe FileManager.default.fileExists(
        atPath: place.appendingPathComponent($0).path, isDirectory: &isFolder)
      return there && isFolder.boolValue
    }
  }

  static func swiftFiles(below path: String) throws -> [File] {
    let place = root.appendingPathComponent(path)
    guard let walker = FileManager.default.enumerator(atPath: place.path) else { return [] }
    return try walker.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map {
      let text = try String(contentsOf: place.appendingPathComponent($0), encoding: .utf8)
      return File(
        path: "\(path)/\($0)",
        lines: text.split(separator: "\n", omittingEmptySubsequences: false)
          .dropLast(text.hasSuffix("\n") ? 1 : 0).map(String.init))
    }
  }
}
