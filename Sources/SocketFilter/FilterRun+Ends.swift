internal import SocketMetrics
internal import SocketModel
internal import TextSafety

/// What the patterns of one end came to at the socket that was asked last.
struct EndMemo {
  var machine = TextMachine()
  private var row = -1
  /// The patterns that match, a bit each; nil when the text itself must be asked.
  private var matches: UInt64?
  /// The address that was read last, and the state behind it.
  private var address: AddressBits?
  private var stateOfAddress = TextMachine.unknown

  @inline(__always)
  func verdict(of pattern: UInt64, row: Int) -> Verdict {
    guard row == self.row, pattern < UInt64(TextMachine.patterns), let matches else {
      return .unknown
    }
    return matches >> pattern & 1 == 1 ? .holds : .fails
  }

  /// Whether the end has been read at `row`.
  func isRead(at row: Int) -> Bool { row == self.row }

  /// Takes the state at the end of the text for what there is to know of it.
  mutating func finish(_ state: TextMachine.State, row: Int) {
    self.row = row
    matches = state == TextMachine.unknown ? nil : machine.matches(state)
  }

  /// Reads an IPv6 address in brackets; `text` is room to write it.
  mutating func read(ipv6 bits: AddressBits, _ text: inout SafeText) -> TextMachine.State {
    if let address, address.high == bits.high, address.low == bits.low { return stateOfAddress }
    text.removeAll()
    text.append("[")
    AddressText.append(ipv6: bits, to: &text)
    text.append("]")
    address = bits
    stateOfAddress = machine.read(text.utf8, from: machine.start)
    return stateOfAddress
  }

  /// Reads a unix name with `@` for NUL; nil when it holds what is not shown as it is, or lies
  /// outside of `names`.
  mutating func read(name: NameRange, in names: [UInt8]) -> TextMachine.State? {
    guard name.length > 0 else { return machine.read(0x2a, from: machine.start) }
    let first = Int(name.offset)
    let end = first + Int(name.length)
    guard end <= names.count else { return nil }
    var state = machine.start
    for place in first..<end {
      let byte = names[place]
      guard byte == 0 || byte >= 0x20 && byte < 0x7f else { return nil }
      state = machine.read(byte == 0 ? 0x40 : byte, from: state)
    }
    return state
  }
}

/// Questions about address and port, which nearly each socket has to itself: a machine reads the
/// numbers for all patterns at once, and no text is made.
extension FilterRun {
  /// Asks one of the patterns; reads the end for the others too.
  mutating func holds(
    end test: FilterInstruction, _ texts: [TextTest], _ record: borrowing SocketRecord,
    _ metric: borrowing SocketMetric
  ) -> Bool {
    if test.isRemote {
      if !peer.isRead(at: row) { peer.finish(readPeer(record, metric), row: row) }
    } else {
      if !local.isRead(at: row) { local.finish(readLocal(record, metric), row: row) }
    }
    switch verdict(test, record, metric) {
    case .holds: return true
    case .fails: return false
    case .unknown: break
    }
    write(test.isRemote, record, metric)
    return texts[Int(truncatingIfNeeded: test.first)].matches(text.utf8, &scratch)
  }

  private mutating func readLocal(
    _ record: borrowing SocketRecord, _ metric: borrowing SocketMetric
  ) -> TextMachine.State {
    guard local.machine.start != TextMachine.unknown else { return TextMachine.unknown }
    switch record.family {
    case .inet, .inet6:
      // Names of interfaces and ports are looked up where they are written.
      if context.isNumeric, record.interfaceIndex == 0 {
        let known = record.known
        return Self.read(
          record.family, record.localAddress, record.localPort, known, &local, &text)
      }
    case .unix:
      if let state = local.read(name: record.name, in: context.snapshot.names) {
        return Self.read(unixPort: record.localPort, &local, from: state)
      }
    case .packet, .netlink, .vsock, .tipc, .xdp: break
    }
    write(false, record, metric)
    return local.machine.read(text.utf8, from: local.machine.start)
  }

  private mutating func readPeer(
    _ record: borrowing SocketRecord, _ metric: borrowing SocketMetric
  ) -> TextMachine.State {
    guard peer.machine.start != TextMachine.unknown else { return TextMachine.unknown }
    switch record.family {
    case .inet, .inet6:
      if context.isNumeric {
        let known = record.known
        return Self.read(
          record.family, record.remoteAddress, record.remotePort, known, &peer, &text)
      }
    case .unix:
      if let state = readUnixPeer(record) {
        return Self.read(unixPort: record.remotePort, &peer, from: state)
      }
    case .packet, .netlink, .vsock, .tipc, .xdp: break
    }
    write(true, record, metric)
    return peer.machine.read(text.utf8, from: peer.machine.start)
  }

  /// Nil for a name that has to be made safe first.
  private mutating func readUnixPeer(_ record: borrowing SocketRecord) -> TextMachine.State? {
    let place = record.remotePort == 0 ? nil : placeOfOtherEnd(record)
    guard let place, let others = context.others else {
      return peer.read(name: NameRange(), in: [])
    }
    return peer.read(name: others.name(at: place), in: others.names)
  }

  @inline(__always)
  private static func read(
    _ family: AddressFamily, _ bits: AddressBits, _ port: UInt32, _ known: KnownFields,
    _ end: inout EndMemo, _ text: inout SafeText
  ) -> TextMachine.State {
    var state = end.machine.start
    if case .inet = family {
      state = end.machine.read(ipv4: bits.word, from: state)
    } else if bits.isZero, !known.contains([.v6OnlyTold, .v6Only]) {
      state = end.machine.read(0x2a, from: state)
    } else {
      state = end.read(ipv6: bits, &text)
    }
    state = end.machine.read(0x3a, from: state)
    return port == 0
      ? end.machine.read(0x2a, from: state) : end.machine.read(number: port, from: state)
  }

  private static func read(
    unixPort port: UInt32, _ end: inout EndMemo, from state: TextMachine.State
  ) -> TextMachine.State {
    end.machine.read(number: port, from: end.machine.read(0x20, from: state))
  }

  /// Writes what the field table shows, for whatever has no shorter way.
  private mutating func write(
    _ isRemote: Bool, _ record: borrowing SocketRecord, _ metric: borrowing SocketMetric
  ) {
    text.removeAll()
    let row = SocketRow(record: copy record, metric: copy metric, context: context)
    (isRemote ? SocketField.peer : .local).write(row, to: &text)
  }
}
