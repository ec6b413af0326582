internal import TextSafety

/// Protocols above IP by number, as `/etc/protocols` lists them: a raw socket's "port".
struct ProtocolTable: Sendable {
  private var names: [UInt32: RawText] = [:]
  private var numbers: [[UInt8]: UInt32] = [:]

  /// Reads the bytes of the file; the first line for a number names it.
  init(_ text: [UInt8]) {
    for line in ByteFields.lines(text) {
      let words = ByteFields.words(line.prefix { $0 != UInt8(ascii: "#") })
      guard words.count >= 2, let number = ByteFields.decimal(words[1], as: UInt32.self) else {
        continue
      }
      if names[number] == nil { names[number] = RawText(words[0]) }
      if numbers[Array(words[0])] == nil { numbers[Array(words[0])] = number }
    }
  }

  /// The most common protocols, for systems without the file.
  static var bundled: ProtocolTable {
    let lines = """
      ip 0\nicmp 1\nigmp 2\nipencap 4\ntcp 6\negp 8\nudp 17\ndccp 33\nipv6 41\ngre 47\nesp 50
      ah 51\nipv6-icmp 58\nospf 89\npim 103\nvrrp 112\nl2tp 115\nsctp 132\nudplite 136\n
      """
    return ProtocolTable(Array(lines.utf8))
  }

  var isEmpty: Bool { names.isEmpty }

  /// The name of a protocol; nil for one without.
  func name(_ number: UInt32) -> RawText? { names[number] }

  /// The number of a protocol; nil for an unknown name.
  func number(_ name: some Sequence<UInt8>) -> UInt32? { numbers[Array(name)] }
}
