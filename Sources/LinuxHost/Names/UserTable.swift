internal import TextSafety

/// Users by number and by name, as `/etc/passwd` lists them.
struct UserTable: Sendable {
  private var names: [UInt32: RawText] = [:]
  private var numbers: [[UInt8]: UInt32] = [:]

  /// Reads the bytes of the file: `name:password:uid:…`; the first line of a uid or a name counts.
  init(_ text: [UInt8]) {
    for line in ByteFields.lines(text) {
      let fields = line.split(
        separator: UInt8(ascii: ":"), maxSplits: 3, omittingEmptySubsequences: false)
      guard fields.count >= 3, let first = fields[0].first, first != UInt8(ascii: "#"),
        let uid = ByteFields.decimal(fields[2], as: UInt32.self)
      else { continue }
      if names[uid] == nil { names[uid] = RawText(fields[0]) }
      if numbers[Array(fields[0])] == nil { numbers[Array(fields[0])] = uid }
    }
  }

  func name(_ uid: UInt32) -> RawText? { names[uid] }
  func uid(_ name: some Sequence<UInt8>) -> UInt32? { numbers[Array(name)] }

  /// Stores what another source knows; nil means that it does not know it either.
  mutating func add(uid: UInt32, name: RawText) {
    names[uid] = name
    numbers[name.bytes] = uid
  }
}
