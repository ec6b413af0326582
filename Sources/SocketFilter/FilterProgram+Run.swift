internal import SocketMetrics
internal import SocketModel

/// Rows are asked block by block, all of a block one test before the next one: what a test is gets
/// decided once for many rows, and where a row waits for memory the others do not wait for it.
extension FilterProgram {
  /// Those of `rows` that are accepted; `run` knows their sample and is kept from block to block.
  func accepted(
    _ rows: RowSet, _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>,
    _ run: inout FilterRun
  ) -> RowSet {
    guard entry >= 0 else { return entry == Self.accept ? rows : RowSet() }
    var accepted = RowSet()
    run.make(roomFor: instructions.count)
    run.waiting[Int(entry)] = rows
    // Ways lead to lower places only.
    for place in stride(from: Int(entry), through: 0, by: -1) {
      let rows = run.waiting[place]
      guard !rows.isEmpty else { continue }
      run.waiting[place] = RowSet()
      let test = instructions[place]
      let passing = passing(test, rows, records, metrics, &run)
      let others = rows.subtracting(passing)
      if test.whenTrue >= 0 { run.waiting[Int(test.whenTrue)].formUnion(passing) }
      if test.whenFalse >= 0 { run.waiting[Int(test.whenFalse)].formUnion(others) }
      if test.whenTrue == Self.accept { accepted.formUnion(passing) }
      if test.whenFalse == Self.accept { accepted.formUnion(others) }
    }
    return accepted
  }

  /// Whether the only record is accepted; tests of fields answer false. Allocates nothing.
  func accepts(_ record: Span<SocketRecord>, names: [UInt8]) -> Bool {
    let only = RowSet(count: 1)
    var place = entry
    while place >= 0 {
      let test = instructions[Int(place)]
      let isTrue = !passing(test, only, record, names: names).isEmpty
      place = isTrue ? test.whenTrue : test.whenFalse
    }
    return place == Self.accept
  }

  private func passing(
    _ test: FilterInstruction, _ rows: RowSet, _ records: Span<SocketRecord>,
    _ metrics: Span<SocketMetric>, _ run: inout FilterRun
  ) -> RowSet {
    switch test.operation {
    case .number: return Self.passing(number: test, rows, records, metrics, now: run.now)
    case .field: return run.passing(field: test, of: self, rows, records, metrics)
    case .owner: return run.passing(owner: test, of: self, rows, records, metrics)
    case .text: return run.passing(text: test, of: self, rows, records, metrics)
    case .end: return run.passing(end: test, of: self, rows, records, metrics)
    case .always, .never, .port, .portAtLeast, .portAtMost, .ports, .address, .kernelAddress, .name,
      .device, .mark, .cgroup, .cookie, .autobound, .states:
      return passing(test, rows, records, names: run.names)
    }
  }

  /// Those of `rows` that pass a test of the record alone; of any other test none.
  private func passing(
    _ test: FilterInstruction, _ rows: RowSet, _ records: Span<SocketRecord>, names: [UInt8]
  ) -> RowSet {
    let (first, second) = (test.first, test.second)
    var passing = RowSet()
    switch test.operation {
    case .always: return rows
    case .never, .number, .field, .owner, .text, .end: break
    case .port, .portAtLeast, .portAtMost, .ports:
      let ports = Self.ports(of: test)
      return test.isRemote
        ? rows.filtered {
          ports.contains(Self.remotePort(records[$0].remotePort, records[$0].family))
        }
        : rows.filtered {
          ports.contains(Self.localPort(records[$0].localPort, records[$0].family))
        }
    case .address:
      for row in rows { passing.insert(row, if: Self.matches(test, records, row)) }
    case .kernelAddress:
      for row in rows { passing.insert(row, if: Self.matchesInKernel(test, records, row)) }
    case .name:
      for row in rows {
        passing.insert(
          row, if: matches(glob: Int(first), records, row, test.isRemote, names: names))
      }
    case .device:
      for row in rows { passing.insert(row, if: UInt64(records[row].interfaceIndex) == first) }
    case .mark:
      for row in rows { passing.insert(row, if: UInt64(records[row].mark) & second == first) }
    case .cgroup: for row in rows { passing.insert(row, if: records[row].cgroup == first) }
    case .cookie: for row in rows { passing.insert(row, if: records[row].cookie == first) }
    case .autobound:
      for row in rows { passing.insert(row, if: isAutobound(records[row], names: names)) }
    case .states:
      for row in rows {
        passing.insert(row, if: first >> UInt64(records[row].state.rawValue) & 1 == 1)
      }
    }
    return passing
  }

  private static func ports(of test: FilterInstruction) -> ClosedRange<Int64> {
    let first = Int64(bitPattern: test.first)
    switch test.operation {
    case .portAtLeast: return first...(.max)
    case .portAtMost: return .min...first
    case .ports: return first...max(first, Int64(bitPattern: test.second))
    case .always, .never, .port, .address, .kernelAddress, .name, .device, .mark, .cgroup, .cookie,
      .autobound, .states, .number, .field, .owner, .text, .end:
      return first...first
    }
  }

  /// What `ss` compares ports with: netlink port ids are signed.
  @inline(__always)
  private static func localPort(_ port: UInt32, _ family: AddressFamily) -> Int64 {
    if case .netlink = family { return Int64(Int32(bitPattern: port)) }
    return Int64(port)
  }

  /// The same of the other end, of which `ss` knows nothing for netlink sockets, connected ones too.
  @inline(__always)
  private static func remotePort(_ port: UInt32, _ family: AddressFamily) -> Int64 {
    if case .netlink = family { return -1 }
    return Int64(port)
  }

  @inline(__always)
  private static func matches(
    _ test: FilterInstruction, _ records: Span<SocketRecord>, _ row: Int
  ) -> Bool {
    let bits = test.isRemote ? records[row].remoteAddress : records[row].localAddress
    // Switches, not `==`: across modules that is a call through a witness table.
    switch records[row].family {
    case .inet: return test.hasPrefix(bits)
    case .inet6:
      if test.hasPrefix(bits) { return true }
      guard test.isIPv4, bits.isMappedIPv4 else { return false }
      return test.hasPrefix(AddressBits(word: bits.mappedIPv4))
    case .unix, .packet, .netlink, .vsock, .tipc, .xdp:
      return matchesForeign(test, bits, records[row])
    }
  }

  /// Other families keep a number in the machine's order where IP keeps the network's; a unix
  /// socket's name hides what would be compared, without one there are zeros.
  private static func matchesForeign(
    _ test: FilterInstruction, _ bits: AddressBits, _ record: SocketRecord
  ) -> Bool {
    if test.isAnyAddress { return true }
    // Of the other end of netlink sockets `ss` knows nothing.
    if test.isRemote, case .netlink = record.family { return test.hasPrefix(.zero) }
    if test.family == record.family { return test.hasPrefix(bits) }
    if record.family == .unix {
      return (test.isRemote || record.name.length == 0) && test.hasPrefix(.zero)
    }
    return test.hasPrefix(AddressBits(word: bits.word.byteSwapped))
  }

  @inline(__always)
  private static func matchesInKernel(
    _ test: FilterInstruction, _ records: Span<SocketRecord>, _ row: Int
  ) -> Bool {
    let bits = test.isRemote ? records[row].remoteAddress : records[row].localAddress
    switch records[row].family {
    case .inet: return test.isIPv4 && test.hasPrefix(bits)
    case .inet6:
      if test.isIPv6 { return test.hasPrefix(bits) }
      guard test.isIPv4, bits.isMappedIPv4 else { return false }
      return test.hasPrefix(AddressBits(word: bits.mappedIPv4))
    case .unix, .packet, .netlink, .vsock, .tipc, .xdp:
      return test.family == records[row].family && test.hasPrefix(bits)
    }
  }

  /// A unix name; the peer's name is not told and counts as empty. False for other families.
  private func matches(
    glob: Int, _ records: Span<SocketRecord>, _ row: Int, _ isRemote: Bool, names: [UInt8]
  ) -> Bool {
    guard case .unix = records[row].family else { return false }
    guard !isRemote else { return globs[glob].matches([]) }
    guard let range = Self.nameRange(records[row].name, names) else { return false }
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
