package import TextSafety

/// What `/proc/PID/stat` says of a process.
///
/// Kernel: `Documentation/filesystems/proc.rst`, table 1-4. The name may hold blanks, parentheses
/// and newlines that the process chose to look like further fields, so the fields count from the
/// last `)`.
package struct ProcessStat: Hashable, Sendable {
  package var pid: Int32
  /// `comm`: at most 15 bytes (64 for a kernel thread) that the process chose itself.
  package var command: RawText
  /// One letter: `R`, `S`, `D`, `Z`, `T`, `t`, `X`, `I`.
  package var state: UInt8
  package var parent: Int32
  package var session: Int32
  /// `PF_…` of `include/linux/sched.h`.
  package var flags: UInt32
  /// In clock ticks since boot.
  package var startTime: UInt64

  /// `PF_KTHREAD`: no program, a thread of the kernel.
  package var isKernelThread: Bool { flags & 0x0020_0000 != 0 }

  /// Whether the process has ended and waits for its parent to notice.
  package var isZombie: Bool { state == UInt8(ascii: "Z") || state == UInt8(ascii: "X") }

  /// Reads the file's bytes; nil when they do not hold together.
  package init?(_ text: [UInt8]) {
    guard let open = text.firstIndex(of: UInt8(ascii: "(")),
      let close = text.lastIndex(of: UInt8(ascii: ")")), open < close,
      let pid = ByteFields.decimal(text[..<open].dropLast(), as: Int32.self)
    else { return nil }
    let fields = ByteFields.words(text[(close + 1)...].prefix { $0 != ByteFields.newline })
    guard fields.count >= 20, let state = fields[0].first, fields[0].count == 1,
      let parent = ByteFields.decimal(fields[1], as: Int32.self),
      let flags = ByteFields.decimal(fields[6], as: UInt32.self),
      let startTime = ByteFields.decimal(fields[19], as: UInt64.self)
    else { return nil }
    self.pid = pid
    command = RawText(text[(open + 1)..<close])
    self.state = state
    self.parent = parent
    session = ByteFields.decimal(fields[3], as: Int32.self) ?? 0
    self.flags = flags
    self.startTime = startTime
  }
}
