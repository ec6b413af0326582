internal import SocketMetrics
internal import SocketModel

extension FilterProgram {
  /// Whether the record is accepted; tests of fields answer false.
  @inline(__always)
  func accepts(_ record: borrowing SocketRecord, names: [UInt8]) -> Bool {
    let code = instructions.span
    var place = entry
    while place >= 0 {
      let instruction = code[Int(place)]
      let isTrue = answer(instruction, record, names: names)
      place = isTrue ? instruction.whenTrue : instruction.whenFalse
    }
    return place == Self.accept
  }

  /// Whether the socket is accepted; `run` knows its sample and is kept from row to row.
  @inline(__always)
  func accepts(
    _ record: borrowing SocketRecord, _ metric: borrowing SocketMetric, names: [UInt8],
    _ run: inout FilterRun
  ) -> Bool {
    let code = instructions.span
    var place = entry
    while place >= 0 {
      let instruction = code[Int(place)]
      var isTrue = false
      switch instruction.operation {
      case .number: isTrue = Self.holds(instruction, record, metric, now: run.now)
      case .text, .owner, .end:
        switch run.verdict(instruction, record, metric) {
        case .holds: isTrue = true
        case .fails: isTrue = false
        case .unknown: isTrue = answer(instruction, record, metric, &run)
        }
      case .field: isTrue = answer(instruction, record, metric, &run)
      case .always, .never, .port, .portAtLeast, .portAtMost, .ports, .address, .kernelAddress,
        .name, .device, .mark, .cgroup, .cookie, .autobound, .states:
        isTrue = answer(instruction, record, names: names)
      }
      place = isTrue ? instruction.whenTrue : instruction.whenFalse
    }
    return place == Self.accept
  }

  @inline(__always)
  private func answer(
    _ test: FilterInstruction, _ record: borrowing SocketRecord, names: [UInt8]
  ) -> Bool {
    switch test.operation {
    case .always: return true
    case .never, .number, .field, .owner, .text, .end: return false
    case .port: return Self.port(record, test.isRemote) == Int64(bitPattern: test.first)
    case .portAtLeast: return Self.port(record, test.isRemote) >= Int64(bitPattern: test.first)
    case .portAtMost: return Self.port(record, test.isRemote) <= Int64(bitPattern: test.first)
    case .ports:
      let port = Self.port(record, test.isRemote)
      if port < Int64(bitPattern: test.first) { return false }
      return port <= Int64(bitPattern: test.second)
    case .address: return Self.matches(test, record)
    case .kernelAddress: return Self.matchesInKernel(test, record)
    case .name:
      return matches(glob: Int(test.first), record, isRemote: test.isRemote, names: names)
    case .device: return UInt64(record.interfaceIndex) == test.first
    case .mark: return UInt64(record.mark) & test.second == test.first
    case .cgroup: return record.cgroup == test.first
    case .cookie: return record.cookie == test.first
    case .autobound: return isAutobound(copy record, names: names)
    case .states: return test.first >> UInt64(record.state.rawValue) & 1 == 1
    }
  }

  /// What `ss` compares ports with: netlink port ids are signed.
  @inline(__always)
  private static func port(_ record: borrowing SocketRecord, _ isRemote: Bool) -> Int64 {
    let port = isRemote ? record.remotePort : record.localPort
    if case .netlink = record.family { return Int64(Int32(bitPattern: port)) }
    return Int64(port)
  }

  @inline(__always)
  private static func matches(
    _ test: FilterInstruction, _ record: borrowing SocketRecord
  ) -> Bool {
    let bits = test.isRemote ? record.remoteAddress : record.localAddress
    // Switches, not `==`: across modules that is a call through a witness table.
    switch record.family {
    case .inet: return test.hasPrefix(bits)
    case .inet6:
      if test.hasPrefix(bits) { return true }
      guard test.isIPv4, bits.isMappedIPv4 else { return false }
      return test.hasPrefix(AddressBits(word: bits.mappedIPv4))
    case .unix, .packet, .netlink, .vsock, .tipc, .xdp:
      return matchesForeign(test, bits, copy record)
    }
  }

  /// Other families keep a number in the machine's order where IP keeps the network's; a unix
  /// socket's name hides what would be compared, without one there are zeros.
  private static func matchesForeign(
    _ test: FilterInstruction, _ bits: AddressBits, _ record: SocketRecord
  ) -> Bool {
    if test.isAnyAddress { return true }
    if test.family == record.family { return test.hasPrefix(bits) }
    if record.family == .unix {
      return (test.isRemote || record.name.length == 0) && test.hasPrefix(.zero)
    }
    return test.hasPrefix(AddressBits(word: bits.word.byteSwapped))
  }

  @inline(__always)
  private static func matchesInKernel(
    _ test: FilterInstruction, _ record: borrowing SocketRecord
  ) -> Bool {
    let bits = test.isRemote ? record.remoteAddress : record.localAddress
    switch record.family {
    case .inet: return test.isIPv4 && test.hasPrefix(bits)
    case .inet6:
      if test.isIPv6 { return test.hasPrefix(bits) }
      guard test.isIPv4, bits.isMappedIPv4 else { return false }
      return test.hasPrefix(AddressBits(word: bits.mappedIPv4))
    case .unix, .packet, .netlink, .vsock, .tipc, .xdp:
      return test.family == record.family && test.hasPrefix(bits)
    }
  }

  /// A unix name; the peer's name is not told and counts as empty. False for other families.
  private func matches(
    glob: Int, _ record: borrowing SocketRecord, isRemote: Bool, names: [UInt8]
  ) -> Bool {
    guard record.family == .unix else { return false }
    guard !isRemote else { return globs[glob].matches([]) }
    guard let range = Self.nameRange(record.name, names) else { return false }
    return globs[glob].matches(names, range, nulIsAt: true)
  }

  private static func nameRange(
    _ name: NameRange, _ names: [UInt8]
  ) -> Range<Int>? {
    let start = Int(name.offset)
    let end = start + Int(name.length)
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
      guard let range = Self.nameRange(record.name, names), !range.isEmpty else { return true }
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
