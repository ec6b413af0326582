internal import TerminalUI

/// Keys that are one byte, and characters that are not whole.
enum PlainKey {
  /// The key of an ASCII byte; nil for NUL, which Ctrl-Space sends.
  static func key(_ byte: UInt8) -> Key? {
    switch byte {
    case 0: nil
    case 0x09: .tab
    case 0x0a, 0x0d: .enter
    case 0x08, 0x7f: .backspace
    case 0x1b: .escape
    case 0x01...0x1a: .control(Unicode.Scalar(byte + 0x60))
    case 0x1c...0x1f: .control(Unicode.Scalar(byte + 0x40))
    default: .character(Unicode.Scalar(byte))
    }
  }

  /// Whether `bytes` begin a character whose end has not come.
  static func isCutOffCharacter(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, first >= 0xc2, first <= 0xf4 else { return false }
    let length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    guard bytes.count < length else { return false }
    return bytes.dropFirst().allSatisfy { $0 & 0xc0 == 0x80 }
  }
}
