package import TextSafety

/// What the path of a control group tells: the systemd unit and the container.
package struct ControlGroupPath: Sendable {
  package var path: RawText

  package init(path: RawText) { self.path = path }

  /// The innermost component that ends in `.service` or `.scope`; nil when there is none.
  package var unit: RawText? {
    let found = components.last { component in
      Self.suffixes.contains { component.reversed().starts(with: $0) }
    }
    return found.map { RawText($0) }
  }

  /// The first 12 digits of the innermost id of 64 hexadecimal digits, as container runtimes name
  /// their groups; nil when there is none.
  package var container: RawText? {
    for component in components.reversed() {
      for part in component.split(whereSeparator: { !Self.isWord($0) }) {
        guard part.count == 64, part.allSatisfy(Self.isHexadecimal) else { continue }
        return RawText(part.prefix(12))
      }
    }
    return nil
  }

  private var components: [ArraySlice<UInt8>] { path.bytes.split(separator: 0x2f) }

  private static let suffixes = [".service", ".scope"].map { Array($0.utf8.reversed()) }

  private static func isWord(_ byte: UInt8) -> Bool { byte != 0x2d && byte != 0x2e && byte != 0x3a }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }
}
