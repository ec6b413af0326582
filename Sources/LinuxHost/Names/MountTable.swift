/// Where control groups are mounted, from `/proc/self/mountinfo`.
///
/// Kernel: `Documentation/filesystems/proc.rst`, 3.5: the file system's type follows a field `-`
/// after a variable number of optional ones; blanks in paths are `\040`.
enum MountTable {
  /// The mount point of the first cgroup2 hierarchy; nil without one.
  static func cgroup2(_ text: [UInt8]) -> [UInt8]? {
    for line in ByteFields.lines(text) {
      let fields = ByteFields.words(line)
      guard fields.count >= 9, let dash = fields.firstIndex(of: [UInt8(ascii: "-")]), dash >= 6,
        dash + 1 < fields.count, Array(fields[dash + 1]) == Array("cgroup2".utf8)
      else { continue }
      return unescaped(fields[4])
    }
    return nil
  }

  /// Turns `\NNN`, three octal digits, into the byte that it stands for.
  static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = text
    while let byte = rest.first {
      let digits = rest.dropFirst().prefix(3)
      if byte == UInt8(ascii: "\\"), digits.count == 3, let value = octal(digits) {
        result.append(value)
        rest = rest.dropFirst(4)
      } else {
        result.append(byte)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  private static func octal(_ digits: ArraySlice<UInt8>) -> UInt8? {
    var value = 0
    for digit in digits {
      guard digit >= 0x30, digit <= 0x37 else { return nil }
      value = value * 8 + Int(digit - 0x30)
    }
    return UInt8(exactly: value)
  }
}
