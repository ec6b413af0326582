internal import SocketMetrics
internal import SocketModel
internal import TextSafety

/// A text of one end of the socket that was asked last.
struct EndText {
  var text = SafeText()
  private var row = -1
  private var isRemote = false

  /// Whether the text has to be written; it counts as written then.
  mutating func isMissing(of row: Int, isRemote: Bool) -> Bool {
    if row == self.row, isRemote == self.isRemote { return false }
    (self.row, self.isRemote) = (row, isRemote)
    text.removeAll()
    return true
  }
}

/// Questions about address and port, which nearly each socket has to itself: a machine reads the
/// numbers, and no text is made.
extension FilterRun {
  mutating func holds(
    end test: FilterInstruction, _ texts: [TextTest], _ record: borrowing SocketRecord,
    _ metric: borrowing SocketMetric
  ) -> Bool {
    let place = Int(truncatingIfNeeded: test.first)
    var state = machines.start(place)
    if state != TextMachines.unknown { state = read(test.isRemote, record, metric, from: state) }
    if state != TextMachines.unknown { return machines.accepts(state) }
    write(test.isRemote, record, metric)
    return texts[place].matches(written.text.utf8, &scratch)
  }

  /// Reads what the field table writes of the end.
  private mutating func read(
    _ isRemote: Bool, _ record: borrowing SocketRecord, _ metric: borrowing SocketMetric,
    from start: TextMachines.State
  ) -> TextMachines.State {
    switch record.family {
    case .inet, .inet6:
      // Names of ports and interfaces are looked up where they are written.
      let device = isRemote ? 0 : record.interfaceIndex
      if context.isNumeric, device == 0 { return readInternet(isRemote, record, from: start) }
    case .unix:
      if let state = readUnix(isRemote, record, from: start) { return state }
    case .packet, .netlink, .vsock, .tipc, .xdp: break
    }
    write(isRemote, record, metric)
    return machines.read(written.text.utf8, from: start)
  }

  /// Writes what the field table shows, for whatever has no shorter way.
  private mutating func write(
    _ isRemote: Bool, _ record: borrowing SocketRecord, _ metric: borrowing SocketMetric
  ) {
    guard written.isMissing(of: row, isRemote: isRemote) else { return }
    let row = SocketRow(record: copy record, metric: copy metric, context: context)
    (isRemote ? SocketField.peer : .local).write(row, to: &written.text)
  }

  @inline(__always)
  private mutating func readInternet(
    _ isRemote: Bool, _ record: borrowing SocketRecord, from start: TextMachines.State
  ) -> TextMachines.State {
    let bits = isRemote ? record.remoteAddress : record.localAddress
    var state = start
    if case .inet = record.family {
      state = machines.read(ipv4: bits.word, from: state)
    } else if bits.isZero, !record.known.contains([.v6OnlyTold, .v6Only]) {
      state = machines.read(0x2a, from: state)
    } else {
      if address.isMissing(of: row, isRemote: isRemote) {
        address.text.append("[")
        AddressText.append(ipv6: bits, to: &address.text)
        address.text.append("]")
      }
      state = machines.read(address.text.utf8, from: state)
    }
    state = machines.read(0x3a, from: state)
    let port = isRemote ? record.remotePort : record.localPort
    return port == 0
      ? machines.read(0x2a, from: state) : machines.read(number: port, from: state)
  }

  /// Nil for a name that has to be made safe first.
  private mutating func readUnix(
    _ isRemote: Bool, _ record: borrowing SocketRecord, from start: TextMachines.State
  ) -> TextMachines.State? {
    var name = NameRange()
    if !isRemote {
      name = record.name
    } else if record.remotePort != 0, let place = placeOfOtherEnd(record) {
      name = context.others?.name(at: place) ?? NameRange()
    }
    var state: TextMachines.State?
    if name.length == 0 {
      state = machines.read(0x2a, from: start)
    } else if isRemote {
      state = context.others.flatMap { machines.read(name: name, in: $0.names, from: start) }
    } else {
      state = machines.read(name: name, in: context.snapshot.names, from: start)
    }
    guard let state else { return nil }
    let port = isRemote ? record.remotePort : record.localPort
    return machines.read(number: port, from: machines.read(0x20, from: state))
  }
}

extension TextMachines {
  /// Reads a unix name with `@` for NUL; nil when it holds what is not shown as it is, or lies
  /// outside of `names`.
  fileprivate mutating func read(
    name: NameRange, in names: [UInt8], from start: State
  ) -> State? {
    let first = Int(name.offset)
    let end = first + Int(name.length)
    guard end <= names.count else { return nil }
    var state = start
    for place in first..<end {
      let byte = names[place]
      guard byte == 0 || byte >= 0x20 && byte < 0x7f else { return nil }
      state = read(byte == 0 ? 0x40 : byte, from: state)
    }
    return state
  }
}
