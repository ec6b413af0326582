internal import SocketMetrics
internal import SocketModel
internal import TextSafety

/// Asks the text of one end, address and port, which nearly each socket has to itself: a machine
/// reads the numbers for all patterns at once, and no text is made.
struct EndReader {
  private let isRemote: Bool
  private let isNumeric: Bool
  /// Holds the names of the unix sockets at this end.
  private let names: [UInt8]
  private let others: OtherEndFinder?
  /// By row, of unix sockets.
  private var nameRanges: [NameRange] = []
  private var machine: TextMachine
  /// By row: the patterns that match.
  private var matches = AnswerColumn()
  /// Rows that were read without coming to an end: their text itself must be asked.
  private var unread = RowSet()
  /// Addresses and unix names that were read, and the states behind them.
  private var addresses = ReadAddresses()
  private var unixNames = ReadNames()
  /// Where what is read ahead goes.
  private var ahead: UInt64 = 0
  private var text = SafeText()
  private var scratch = PatternMatcher.Scratch()

  /// Without patterns the reader asks the text for each.
  init(_ end: SocketEnd, _ patterns: [[PatternMatcher.Step]] = [], in context: RowContext) {
    isRemote = end == .peer
    isNumeric = context.isNumeric
    others = context.others
    names = end == .peer ? others?.names ?? [] : context.snapshot.names
    machine = TextMachine(patterns)
  }

  /// Forgets the rows of the block before.
  mutating func begin() {
    matches.begin()
    unread = RowSet()
  }

  /// Those of `rows` that were not read yet.
  func missing(of rows: RowSet) -> RowSet { matches.missing(of: rows) }

  /// Those of `rows` whose end matches the pattern that `test` asks; reads the ends for the other
  /// patterns too. `others` are the places of the sockets at the other ends.
  mutating func passing(
    _ test: FilterInstruction, of program: FilterProgram, _ rows: RowSet,
    _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>, in context: RowContext,
    others: BlockColumn<Int32>
  ) -> RowSet {
    let missing = matches.missing(of: rows)
    if !missing.isEmpty {
      readAhead(missing, records, others.values)
      // Once for all rows: each that took them itself would count a reference.
      let names = names
      var column = AnswerColumn()
      swap(&column, &matches)
      column.set(missing) { row in
        let state = read(row, records, metrics, context, names)
        if state == TextMachine.unknown { unread.insert(row) }
        return machine.matches(state)
      }
      swap(&column, &matches)
    }
    var passing = RowSet()
    var asked = rows
    if test.second < UInt64(TextMachine.patterns) {
      asked = rows.intersection(unread)
      passing = matches.passing(test.second, rows.subtracting(asked))
    }
    for row in asked {
      write(row, records, metrics, context)
      passing.insert(row, if: program.textTests[test.place].matches(text.utf8, &scratch))
    }
    return passing
  }

  /// Asks memory for the addresses and names of all rows before one waits for its own.
  private mutating func readAhead(
    _ rows: RowSet, _ records: Span<SocketRecord>, _ places: [Int32]
  ) {
    if nameRanges.isEmpty {
      nameRanges = Array(repeating: NameRange(), count: RowSet.capacity)
    }
    var sum = ahead
    let others = others
    for row in rows {
      guard case .unix = records[row].family else {
        let bits = isRemote ? records[row].remoteAddress : records[row].localAddress
        sum &+= bits.low &+ UInt64(records[row].interfaceIndex)
        continue
      }
      var name = isRemote ? NameRange() : records[row].name
      if isRemote, records[row].remotePort != 0, places[row] >= 0, let others {
        name = others.name(at: Int(places[row]))
      }
      nameRanges[row] = name
      if Int(name.offset) < names.count { sum &+= UInt64(names[Int(name.offset)]) }
    }
    ahead = sum
  }

  @inline(__always)
  private mutating func read(
    _ row: Int, _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>,
    _ context: RowContext, _ names: [UInt8]
  ) -> TextMachine.State {
    guard machine.start != TextMachine.unknown else { return TextMachine.unknown }
    let port = isRemote ? records[row].remotePort : records[row].localPort
    switch records[row].family {
    case .inet, .inet6:
      // Names of ports, and of the interfaces of local ends, are looked up where they are written.
      let interface = isRemote ? 0 : records[row].interfaceIndex
      guard isNumeric, interface == 0 else { break }
      let state = readAddress(row, records)
      return port == 0 ? machine.read(0x2a, from: state) : machine.read(port: port, from: state)
    case .unix:
      guard let state = read(nameRanges[row], in: names) else { break }
      return machine.read(port: port, from: machine.read(0x20, from: state))
    case .packet, .netlink, .vsock, .tipc, .xdp: break
    }
    write(row, records, metrics, context)
    return machine.read(text.utf8, from: machine.start)
  }

  /// Reads the address and the colon behind it.
  @inline(__always)
  private mutating func readAddress(
    _ row: Int, _ records: Span<SocketRecord>
  ) -> TextMachine.State {
    let bits = isRemote ? records[row].remoteAddress : records[row].localAddress
    if case .inet = records[row].family {
      let end = machine.skip(ipv4From: machine.start)
      guard end == TextMachine.unknown else { return end }
      let known = addresses.state(behind: bits, isIPv4: true)
      guard known == TextMachine.unknown else { return known }
      let state = machine.read(ipv4: bits.word, from: machine.start)
      addresses.keep(state, behind: bits, isIPv4: true)
      return state
    }
    if bits.isZero, !records[row].known.contains([.v6OnlyTold, .v6Only]) {
      return machine.read(0x3a, from: machine.read(0x2a, from: machine.start))
    }
    let known = addresses.state(behind: bits, isIPv4: false)
    guard known == TextMachine.unknown else { return known }
    let end = machine.read(ipv6: bits, from: machine.read(0x5b, from: machine.start))
    let state = machine.read(0x3a, from: end)
    addresses.keep(state, behind: bits, isIPv4: false)
    return state
  }

  /// Reads a unix name with `@` for NUL; nil when it holds what is not shown as it is, or lies
  /// outside of the names.
  private mutating func read(_ name: NameRange, in names: [UInt8]) -> TextMachine.State? {
    guard name.length > 0 else { return machine.read(0x2a, from: machine.start) }
    let first = Int(name.offset)
    let end = first + Int(name.length)
    guard end <= names.count else { return nil }
    let known = unixNames.state(behind: name, in: names)
    guard known == TextMachine.unknown else { return known }
    var state = machine.start
    for place in first..<end {
      let byte = names[place]
      guard byte == 0 || byte >= 0x20 && byte < 0x7f else { return nil }
      state = machine.read(byte == 0 ? 0x40 : byte, from: state)
    }
    unixNames.keep(state, behind: name, in: names)
    return state
  }

  /// Writes what the field table shows, for whatever has no shorter way.
  private mutating func write(
    _ row: Int, _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>,
    _ context: RowContext
  ) {
    text.removeAll()
    let socket = SocketRow(record: records[row], metric: metrics[row], context: context)
    (isRemote ? SocketField.peer : .local).write(socket, to: &text)
  }
}
