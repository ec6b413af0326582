internal import TerminalUI

/// The grammar of what terminals send for keys: ECMA-48, with the ways of xterm, rxvt and Linux.
enum EscapeSequence {
  static let pasteStart: [UInt8] = Array("\u{1b}[200~".utf8)
  /// Longer ones are noise.
  private static let limit = 64

  enum Extent: Equatable {
    case incomplete
    /// Escape and something that starts no sequence.
    case alt
    /// A sequence of so many bytes.
    case whole(Int)
  }

  /// How far the sequence goes that `bytes`, with Escape first, begin.
  static func measure(_ bytes: ArraySlice<UInt8>) -> Extent {
    let start = bytes.startIndex
    guard bytes.count >= 2 else { return .incomplete }
    switch bytes[start + 1] {
    case UInt8(ascii: "O"):
      return bytes.count >= 3 ? .whole(3) : .incomplete
    case UInt8(ascii: "["):
      return measureControlSequence(bytes)
    case 0x1b:
      // Alt with a key that is a sequence itself.
      switch measure(bytes.dropFirst()) {
      case .whole(let length): return .whole(length + 1)
      case .incomplete: return .incomplete
      case .alt: return .alt
      }
    default:
      return .alt
    }
  }

  private static func measureControlSequence(_ bytes: ArraySlice<UInt8>) -> Extent {
    let start = bytes.startIndex
    guard bytes.count >= 3 else { return .incomplete }
    switch bytes[start + 2] {
    case UInt8(ascii: "["):
      // Linux: F1 is ESC [ [ A.
      return bytes.count >= 4 ? .whole(4) : .incomplete
    case UInt8(ascii: "M"):
      // X10 mouse: button, column, row.
      return bytes.count >= 6 ? .whole(6) : .incomplete
    default:
      break
    }
    for index in (start + 2)..<bytes.endIndex {
      let byte = bytes[index]
      if (0x40...0x7e).contains(byte) || byte == 0x24 { return .whole(index + 1 - start) }
      // Anything but parameters and intermediates breaks the sequence off before it.
      guard (0x20...0x3f).contains(byte) else { return .whole(index - start) }
      if index - start >= limit { return .whole(index + 1 - start) }
    }
    return .incomplete
  }

  /// The key of a whole sequence, modifiers left out; nil for anything else.
  static func key(_ bytes: ArraySlice<UInt8>) -> Key? {
    var rest = bytes.dropFirst()
    if rest.first == 0x1b { rest = rest.dropFirst() }
    guard let introducer = rest.popFirst(), let final = rest.popLast() else { return nil }
    if introducer == UInt8(ascii: "O") { return applicationKey(final) }
    if rest.elementsEqual([UInt8(ascii: "[")]) { return linuxFunctionKey(final) }
    // Answers and reports, not keys, begin with `?`, `>`, `=` or `<`.
    if let first = rest.first, (0x3c...0x3f).contains(first) { return nil }
    let parameters = numbers(rest)
    switch final {
    case UInt8(ascii: "~"), UInt8(ascii: "$"), UInt8(ascii: "^"), UInt8(ascii: "@"):
      return parameters.first.flatMap(numberedKey)
    case UInt8(ascii: "Z"):
      return .backTab
    default:
      return letterKey(final)
    }
  }

  /// The decimal numbers between semicolons; 0 for an empty or overlong one.
  static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int] {
    bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { field in
      guard field.count <= 6 else { return 0 }
      return field.reduce(0) { sum, byte in
        (0x30...0x39).contains(byte) ? sum &* 10 &+ Int(byte &- 0x30) : sum
      }
    }
  }

  private static func letterKey(_ final: UInt8) -> Key? {
    switch final {
    case UInt8(ascii: "A"), UInt8(ascii: "a"): .up
    case UInt8(ascii: "B"), UInt8(ascii: "b"): .down
    case UInt8(ascii: "C"), UInt8(ascii: "c"): .right
    case UInt8(ascii: "D"), UInt8(ascii: "d"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "P"): .function(1)
    case UInt8(ascii: "Q"): .function(2)
    case UInt8(ascii: "R"): .function(3)
    case UInt8(ascii: "S"): .function(4)
    default: nil
    }
  }

  /// After ESC O: as letters, and the keypad of a vt100.
  private static func applicationKey(_ final: UInt8) -> Key? {
    switch final {
    case UInt8(ascii: "M"): .enter
    case UInt8(ascii: "j")...UInt8(ascii: "y"): .character(Unicode.Scalar(final - 0x40))
    default: letterKey(final)
    }
  }

  private static func linuxFunctionKey(_ final: UInt8) -> Key? {
    guard (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(final) else { return nil }
    return .function(Int(final - UInt8(ascii: "A")) + 1)
  }

  private static func numberedKey(_ number: Int) -> Key? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23, 24: .function(number - 12)
    default: nil
    }
  }
}
