/// Entries of a directory as `getdents64` writes them.
///
/// Kernel: `struct linux_dirent64` in `include/linux/dirent.h`: inode (8 bytes), offset (8),
/// length of the entry (2), type (1), name with a NUL.
enum DirectoryChunk {
  /// An entry whose name is a number: a process, a thread or a descriptor.
  struct Entry: Hashable, Sendable {
    var number: Int32
    var inode: UInt64
  }

  /// Appends the entries of the first `count` bytes of `chunk` that have numbers for names.
  static func appendNumbers(of chunk: [UInt8], count: Int, to entries: inout [Entry]) {
    forEach(chunk, count: count) { inode, name, _ in
      guard let number = ByteFields.decimal(name, as: Int32.self) else { return }
      entries.append(Entry(number: number, inode: inode))
    }
  }

  /// Hands over each entry that is a directory (`DT_DIR`).
  static func forEachDirectory(
    _ chunk: [UInt8], count: Int, body: (_ inode: UInt64, _ name: ArraySlice<UInt8>) -> Void
  ) {
    forEach(chunk, count: count) { inode, name, type in
      if type == 4 { body(inode, name) }
    }
  }

  /// Hands over each entry but `.` and `..`; stops where lengths do not hold together.
  static func forEach(
    _ chunk: [UInt8], count: Int,
    body: (_ inode: UInt64, _ name: ArraySlice<UInt8>, _ type: UInt8) -> Void
  ) {
    let end = min(count, chunk.count)
    var start = 0
    while start + 19 < end {
      let length = Int(chunk[start + 16]) | Int(chunk[start + 17]) << 8
      guard length > 19, start + length <= end else { return }
      let name = chunk[(start + 19)..<(start + length)].prefix { $0 != 0 }
      if !isDots(name) {
        body(inode(chunk, at: start), name, chunk[start + 18])
      }
      start += length
    }
  }

  private static func isDots(_ name: ArraySlice<UInt8>) -> Bool {
    name.first == 0x2e && (name.count == 1 || name.count == 2 && name.last == 0x2e)
  }

  private static func inode(_ chunk: [UInt8], at start: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<8 { value |= UInt64(chunk[start + index]) << UInt64(index * 8) }
    #if _endian(big)
      return value.byteSwapped
    #else
      return value
    #endif
  }
}
