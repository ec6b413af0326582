/// What `/proc/PID/status` says of a process's rights.
///
/// Kernel: `fs/proc/array.c`. Its name is escaped by the kernel, so that lines cannot be forged.
package struct ProcessStatus: Hashable, Sendable {
  /// The user that the process acts as: the second number of `Uid:`.
  package var effectiveUser: UInt32
  /// The user that started it: the first number of `Uid:`.
  package var realUser: UInt32
  /// `CapEff:`, bit N for capability N; nil when the line is missing.
  package var capabilities: UInt64?

  /// Reads the file's bytes; nil without a `Uid:` line.
  package init?(_ text: [UInt8]) {
    var users: [UInt32] = []
    capabilities = nil
    for line in ByteFields.lines(text) {
      if let rest = ByteFields.rest(of: line, after: "Uid:"), users.isEmpty {
        users = ByteFields.words(rest).compactMap { ByteFields.decimal($0) }
      }
      if let rest = ByteFields.rest(of: line, after: "CapEff:"), capabilities == nil {
        capabilities = ByteFields.words(rest).first.flatMap { ByteFields.hexadecimal($0) }
      }
    }
    guard users.count >= 2 else { return nil }
    realUser = users[0]
    effectiveUser = users[1]
  }
}
