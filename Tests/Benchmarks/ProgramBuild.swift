internal import Glibc

/// How a program lying beside this one was built, as its ELF file tells.
///
/// Only an optimised build without `-enable-testing`, with Swift's libraries inside, costs what the
/// shipped program does: the others take half as much again, and more.
struct ProgramBuild {
  private struct Section {
    let type: Int
    let start: Int
    let size: Int
    /// The section that holds its names.
    let link: Int
  }

  private static let symbolTable = 2
  private static let dynamic = 6

  private let bytes: [UInt8]
  private let sections: [Section]

  /// What makes measuring `name` in `folder` pointless, as a sentence; nil for nothing.
  static func fault(of name: String, in folder: String) -> String? {
    let advice = "swift build -c release --static-swift-stdlib --product \(name)"
    guard let build = ProgramBuild(path: "\(folder)/\(name)") else {
      return "\(name) is not beside this program, or no ELF file of 64 bits: \(advice)"
    }
    // A program exports nothing of its own unless it was built for tests, as debug builds are.
    if build.exports(prefix: "$s\(name.utf8.count)\(name)") {
      return "\(name) was built for debugging or with -enable-testing, which costs: \(advice)"
    }
    return build.needsSwiftLibraries
      ? "\(name) was built without --static-swift-stdlib, which costs: \(advice)" : nil
  }

  private init?(path: String) {
    guard let bytes = Self.contents(path), bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]),
      bytes.count >= 64
    else { return nil }
    func number(_ start: Int, _ count: Int) -> Int { Self.number(bytes, start, count) }
    let (table, size) = (number(0x28, 8), number(0x3a, 2))
    sections = (0..<number(0x3c, 2)).map { index in
      let start = table &+ index &* size
      return Section(
        type: number(start + 4, 4), start: number(start + 0x18, 8), size: number(start + 0x20, 8),
        link: number(start + 0x28, 4))
    }
    self.bytes = bytes
  }

  private var needsSwiftLibraries: Bool {
    sections.contains { section in
      guard section.type == Self.dynamic, sections.indices.contains(section.link) else {
        return false
      }
      let names = sections[section.link]
      return bytes.dropFirst(names.start).prefix(names.size).split(separator: 0).contains {
        $0.elementsEqual("libswiftCore.so".utf8)
      }
    }
  }

  /// Whether a symbol that is defined here, and seen by others, begins so; false when stripped.
  private func exports(prefix: String) -> Bool {
    sections.contains { section in
      guard section.type == Self.symbolTable, sections.indices.contains(section.link) else {
        return false
      }
      let names = sections[section.link].start
      return stride(from: section.start, to: section.start + section.size, by: 24).contains {
        let isGlobal = Self.number(bytes, $0 + 4, 1) >> 4 == 1
        let isDefined = Self.number(bytes, $0 + 6, 2) != 0
        let name = names + Self.number(bytes, $0, 4)
        return isGlobal && isDefined && bytes.dropFirst(name).starts(with: prefix.utf8)
      }
    }
  }

  /// Little-endian; 0 beyond the end.
  private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
    guard start >= 0, start <= bytes.count - count else { return 0 }
    return (0..<count).reduce(0) { $0 | Int(truncatingIfNeeded: bytes[start + $1]) << (8 * $1) }
  }

  private static func contents(_ path: String) -> [UInt8]? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    let size = Int(lseek(file, 0, SEEK_END))
    var bytes = [UInt8](repeating: 0, count: max(0, size))
    var filled = 0
    while filled < size {
      let got = unsafe bytes[filled...].withUnsafeMutableBytes {
        unsafe pread(file, $0.baseAddress, $0.count, off_t(filled))
      }
      guard got > 0 else { return nil }
      filled += got
    }
    return bytes
  }
}
