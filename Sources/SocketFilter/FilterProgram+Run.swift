internal import SocketMetrics
internal import SocketModel

extension FilterProgram {
  /// Whether the record is accepted; tests of fields answer false.
  @inline(__always)
  func accepts(_ record: SocketRecord, names: [UInt8]) -> Bool {
    var place = entry
    while place >= 0 {
      let instruction = instructions[Int(place)]
      let isTrue: Bool
      switch instruction.test {
      case .constant(let value): isTrue = value
      case .socket(let test): isTrue = answer(test, record, names: names)
      case .field: isTrue = false
      }
      place = isTrue ? instruction.whenTrue : instruction.whenFalse
    }
    return place == Self.accept
  }

  /// Whether the row is accepted.
  func accepts(_ row: SocketRow) -> Bool {
    var place = entry
    while place >= 0 {
      let instruction = instructions[Int(place)]
      let isTrue: Bool
      switch instruction.test {
      case .constant(let value): isTrue = value
      case .socket(let test):
        isTrue = answer(test, row.record, names: row.context.snapshot.names)
      case .field(let test): isTrue = answer(test, row)
      }
      place = isTrue ? instruction.whenTrue : instruction.whenFalse
    }
    return place == Self.accept
  }

  @inline(__always)
  private func answer(
    _ test: SocketTest, _ record: SocketRecord, names: [UInt8]
  ) -> Bool {
    switch test {
    case .port(let end, let port): Self.port(record, end) == port
    case .portAtLeast(let end, let port): Self.port(record, end) >= port
    case .portAtMost(let end, let port): Self.port(record, end) <= port
    case .ports(let end, let low, let high): Self.isWithin(Self.port(record, end), low, high)
    case .address(let end, let prefix): Self.matches(prefix, record, end)
    case .kernelAddress(let end, let prefix): Self.matchesInKernel(prefix, record, end)
    case .name(let end, let glob): matches(glob: glob, record, end, names: names)
    case .device(let index): record.interfaceIndex == index
    case .mark(let value, let mask): record.mark & mask == value
    case .cgroup(let id): record.cgroup == id
    case .autobound: isAutobound(record, names: names)
    case .states(let states): states.contains(record.state)
    }
  }

  private static func isWithin(_ port: Int64, _ low: Int64, _ high: Int64) -> Bool {
    port >= low && port <= high
  }

  /// What `ss` compares ports with: netlink port ids are signed.
  @inline(__always)
  private static func port(_ record: SocketRecord, _ end: SocketTest.End) -> Int64 {
    let port = end == .local ? record.localPort : record.remotePort
    return record.family == .netlink ? Int64(Int32(bitPattern: port)) : Int64(port)
  }

  @inline(__always)
  private static func matches(
    _ prefix: AddressPrefix, _ record: SocketRecord, _ end: SocketTest.End
  ) -> Bool {
    let bits = end == .local ? record.localAddress : record.remoteAddress
    let length = Int(prefix.length)
    guard record.family == .inet || record.family == .inet6 else {
      return matchesForeign(prefix, bits, record, end)
    }
    if bits.hasPrefix(prefix.bits, length: length) { return true }
    guard prefix.family == .inet, record.family == .inet6, bits.isMappedIPv4 else { return false }
    return AddressBits(word: bits.mappedIPv4).hasPrefix(prefix.bits, length: length)
  }

  /// Other families keep a number in the machine's order where IP keeps the network's; a unix
  /// socket's name hides what would be compared, without one there are zeros.
  private static func matchesForeign(
    _ prefix: AddressPrefix, _ bits: AddressBits, _ record: SocketRecord,
    _ end: SocketTest.End
  ) -> Bool {
    let length = Int(prefix.length)
    if length == 0 { return true }
    if prefix.family == record.family { return bits.hasPrefix(prefix.bits, length: length) }
    if record.family == .unix {
      guard end == .remote || record.name.length == 0 else { return false }
      return AddressBits.zero.hasPrefix(prefix.bits, length: length)
    }
    return AddressBits(word: bits.word.byteSwapped).hasPrefix(prefix.bits, length: length)
  }

  @inline(__always)
  private static func matchesInKernel(
    _ prefix: AddressPrefix, _ record: SocketRecord, _ end: SocketTest.End
  ) -> Bool {
    let bits = end == .local ? record.localAddress : record.remoteAddress
    let length = Int(prefix.length)
    if prefix.family == record.family { return bits.hasPrefix(prefix.bits, length: length) }
    guard prefix.family == .inet, record.family == .inet6, bits.isMappedIPv4 else { return false }
    return AddressBits(word: bits.mappedIPv4).hasPrefix(prefix.bits, length: length)
  }

  /// A unix name; the peer's name is not told and counts as empty. False for other families.
  private func matches(
    glob: Int, _ record: SocketRecord, _ end: SocketTest.End, names: [UInt8]
  ) -> Bool {
    guard record.family == .unix else { return false }
    guard end == .local else { return globs[glob].matches([]) }
    guard let range = Self.nameRange(record, names) else { return false }
    return globs[glob].matches(names, range, nulIsAt: true)
  }

  private static func nameRange(
    _ record: SocketRecord, _ names: [UInt8]
  ) -> Range<Int>? {
    let start = Int(record.name.offset)
    let end = start + Int(record.name.length)
    return end <= names.count ? start..<end : nil
  }

  private func isAutobound(_ record: SocketRecord, names: [UInt8]) -> Bool {
    switch record.family {
    case .inet, .inet6: return ephemeralPorts.contains(record.localPort)
    case .packet: return record.interfaceIndex == 0 && record.protocolNumber == 0
    case .netlink: return Int32(bitPattern: record.localPort) < 0
    case .vsock: return record.localPort > 1023
    case .tipc, .xdp: return false
    case .unix:
      guard let range = Self.nameRange(record, names), !range.isEmpty else { return true }
      guard range.count == 6, names[range.lowerBound] == 0 else { return false }
      return names[range].dropFirst().allSatisfy(Self.isHexadecimal)
    }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}
