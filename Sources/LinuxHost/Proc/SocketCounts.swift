package import SocketModel

extension HostCounters {
  /// Takes the counts of `/proc/net/sockstat` or `sockstat6`, the whole file in `bytes`: each line
  /// a name with a colon, then pairs of a word and a number. What is missing keeps its value.
  package mutating func readSocketCounts(_ bytes: [UInt8]) {
    for line in ProcLines(bytes) {
      var fields = ProcFields(bytes, in: line)
      guard let label = fields.word() else { continue }
      while let word = fields.word(), let number = fields.decimal(Int.self) {
        take(number, label: bytes[label], word: bytes[word])
      }
    }
  }

  private mutating func take(_ number: Int, label: ArraySlice<UInt8>, word: ArraySlice<UInt8>) {
    switch (Self.text(label), Self.text(word)) {
    case ("sockets:", "used"): socketsUsed = number
    case ("TCP:", "inuse"): tcp4InUse = number
    case ("TCP:", "orphan"): tcpOrphaned = number
    case ("TCP:", "tw"): tcpTimeWait = number
    case ("TCP:", "alloc"): tcpAllocated = number
    case ("UDP:", "inuse"): udp4InUse = number
    case ("RAW:", "inuse"): raw4InUse = number
    case ("FRAG:", "inuse"): fragments4InUse = number
    case ("TCP6:", "inuse"): tcp6InUse = number
    case ("UDP6:", "inuse"): udp6InUse = number
    case ("RAW6:", "inuse"): raw6InUse = number
    case ("FRAG6:", "inuse"): fragments6InUse = number
    default: break
    }
  }

  /// At most 15 bytes of text need no storage of their own.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.prefix(15), as: UTF8.self)
  }
}
