internal import SocketMetrics
internal import SocketModel
internal import TextSafety

/// What asking many rows of one sample keeps: within a block what several tests need of a row, and
/// from block to block what a text was found to be, so that each user, process or control group is
/// judged once and not with each of its sockets.
struct FilterRun {
  let context: RowContext
  /// Parts of the context that many rows ask for: reading them there asks for memory each time.
  let names: [UInt8]
  let owners: OwnersByInode
  let others: OtherEndFinder?
  /// When the sample was taken.
  let now: MonotonicTime
  /// What is told on demand, of each row of all blocks; nothing where nobody asked.
  private let gauges: [SocketGauges?]
  /// Rows before the block.
  private var first = 0
  /// By instruction: the rows that wait to be asked it.
  var waiting: [RowSet] = []
  /// Several blocks are asked.
  let keepsVerdicts: Bool
  /// Who holds the sockets of the block, and the ones at their other ends.
  var holders = BlockColumn(OwnersByInode.Holder.none)
  var otherHolders = BlockColumn(OwnersByInode.Holder.none)
  /// Room to look them up: by which inodes owners are known, 0 for none, and who they are.
  var inodes: [UInt32] = []
  var found: [OwnersByInode.Holder] = []
  /// Where the sockets at the other ends stand among those of `context.others`; -1 for none.
  var otherPlaces = BlockColumn(Int32(-1))
  /// Room to look for them: for which rows.
  var searches: [OtherEnds.Search] = []
  /// By owner test and the number of a process.
  var processVerdicts: [Verdict] = []
  /// More than the number of any process whose verdicts are kept.
  let processCount: Int
  private var local: EndReader
  private var peer: EndReader
  /// Room for the numbers of what is told on demand, and for what decides the text of each row.
  private var numbers: [Double] = []
  private var values: [UInt64] = []
  /// By text key: the numbers of the block's rows in `subjects`.
  private var subjectNumbers: [BlockColumn<Int32>]
  private var subjects = SubjectTable()
  /// By the number of a subject and text test.
  private var textVerdicts: [Verdict] = []
  private let textTestCount: Int
  var scratch = PatternMatcher.Scratch()

  /// Verdicts of each kind that are kept: beyond that they are judged with each socket.
  private static let capacity = 1 << 22

  /// For one row: keeps nothing.
  init(_ context: RowContext, _ gauges: SocketGauges?) {
    self.init(context, [gauges], for: FilterProgram(), keepsVerdicts: false)
  }

  /// For many rows.
  init(
    _ context: RowContext, _ gauges: [SocketGauges?], for program: FilterProgram,
    keepsVerdicts: Bool = true
  ) {
    self.context = context
    self.gauges = gauges
    names = context.snapshot.names
    owners = context.owners.byInode
    others = context.others
    now = context.snapshot.time
    self.keepsVerdicts = keepsVerdicts
    let count = owners.processCount
    let (size, overflow) = count.multipliedReportingOverflow(by: program.ownerTests.count)
    processCount = keepsVerdicts && !overflow && size <= Self.capacity ? count : 0
    if processCount > 0 { processVerdicts = Array(repeating: .unknown, count: size) }
    textTestCount = program.textTests.count
    subjectNumbers =
      textTestCount == 0 ? [] : TextKey.allCases.map { _ in BlockColumn(Int32(-1)) }
    if textTestCount > 0 { values = Array(repeating: 0, count: RowSet.capacity) }
    local = EndReader(.local, program.localPatterns, in: context)
    peer = EndReader(.peer, program.peerPatterns, in: context)
  }

  /// Forgets the rows of the block before; `first` rows are in those.
  mutating func begin(after first: Int) {
    self.first = first
    holders.known = RowSet()
    otherHolders.known = RowSet()
    otherPlaces.known = RowSet()
    local.begin()
    peer.begin()
    for key in subjectNumbers.indices { subjectNumbers[key].known = RowSet() }
  }

  /// Makes room for programs of `count` instructions.
  mutating func make(roomFor count: Int) {
    guard waiting.count < count else { return }
    waiting += repeatElement(RowSet(), count: count - waiting.count)
  }

  // MARK: Numbers of the field table

  /// Those of `rows` that pass a test that only the field table can answer.
  mutating func passing(
    field test: FilterInstruction, of program: FilterProgram, _ rows: RowSet,
    _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>
  ) -> RowSet {
    var passing = RowSet()
    switch program.fieldTests[test.place] {
    case .number(let field, let range):
      if let reader = GaugeReader(field) {
        if numbers.isEmpty { numbers = Array(repeating: .nan, count: RowSet.capacity) }
        reader.fill(rows.bits, of: records, gauges, from: first, to: &numbers)
        for row in rows { passing.insert(row, if: range.contains(numbers[row])) }
        return passing
      }
      for row in rows {
        let number = field.number(of: socket(row, records, metrics))
        passing.insert(row, if: range.contains(number))
      }
    case .fill(let range):
      for row in rows {
        guard case .listen = records[row].state, records[row].known.contains(.queues) else {
          continue
        }
        let share = Double(records[row].receiveQueue) / Double(records[row].sendQueue)
        passing.insert(row, if: range.contains(share))
      }
    }
    return passing
  }

  func socket(
    _ row: Int, _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>
  ) -> SocketRow {
    SocketRow(
      record: records[row], metric: metrics[row], gauges: gauges(row), context: context)
  }

  private func gauges(_ row: Int) -> SocketGauges? {
    first &+ row < gauges.count ? gauges[first &+ row] : nil
  }

  // MARK: Texts

  /// Those of `rows` whose local or other end matches a pattern.
  mutating func passing(
    end test: FilterInstruction, of program: FilterProgram, _ rows: RowSet,
    _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>
  ) -> RowSet {
    guard test.isRemote else {
      return local.passing(
        test, of: program, rows, records, metrics, in: context, others: otherPlaces)
    }
    // The peers of unix sockets are called what the sockets at the other ends are.
    var named = RowSet()
    for row in rows {
      guard case .unix = records[row].family else { continue }
      named.insert(row, if: records[row].remotePort != 0)
    }
    findOtherPlaces(named, records)
    return peer.passing(test, of: program, rows, records, metrics, in: context, others: otherPlaces)
  }

  /// Those of `rows` that pass a test of a text. The answer is kept for other sockets with the same.
  mutating func passing(
    text test: FilterInstruction, of program: FilterProgram, _ rows: RowSet,
    _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>
  ) -> RowSet {
    var passing = RowSet()
    guard keepsVerdicts, let key = test.key else {
      for row in rows {
        passing.insert(
          row, if: judge(program.textTests[test.place], socket(row, records, metrics)))
      }
      return passing
    }
    number(rows, by: key, records, metrics)
    let numbers = subjectNumbers[Int(key.rawValue)].values
    for row in rows {
      let number = Int(numbers[row])
      let slot = number < 0 ? textVerdicts.count : number &* textTestCount &+ test.place
      let verdict = slot < textVerdicts.count ? textVerdicts[slot] : .unknown
      switch verdict {
      case .holds: passing.insert(row)
      case .fails: break
      case .unknown:
        let isTrue = judge(program.textTests[test.place], socket(row, records, metrics))
        passing.insert(row, if: isTrue)
        if slot < textVerdicts.count { textVerdicts[slot] = Verdict(isTrue) }
      }
    }
    return passing
  }

  /// Numbers what decides the text of each of `rows`.
  private mutating func number(
    _ rows: RowSet, by key: TextKey, _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>
  ) {
    var isGroup = false
    if case .group = key { isGroup = true }
    let place = Int(key.rawValue)
    let missing = subjectNumbers[place].missing(of: rows)
    guard !missing.isEmpty else { return }
    if isGroup { findHolders(rows, records, metrics) }
    key.write(missing, records, metrics, to: &values)
    var last = SubjectTable.Subject(key: key, first: 0, second: 0)
    var number: Int32 = -1
    var column = BlockColumn(Int32(-1))
    swap(&column, &subjectNumbers[place])
    var numbers = column.values.mutableSpan
    for row in missing {
      let first = values[row]
      let second = isGroup ? firstHolder(row) : 0
      // Most sockets are as the one before.
      if number < 0 || first != last.first || second != last.second {
        last.first = first
        last.second = second
        number = subjects.number(of: last)
      }
      numbers[row] = number
    }
    swap(&column, &subjectNumbers[place])
    let (size, overflow) = subjects.count.multipliedReportingOverflow(by: textTestCount)
    guard !overflow, size <= Self.capacity, size > textVerdicts.count else { return }
    textVerdicts += repeatElement(.unknown, count: max(size, 64) - textVerdicts.count)
  }

  /// Asks the text; an unknown one is false.
  private mutating func judge(_ test: TextTest, _ row: SocketRow) -> Bool {
    switch test.subject {
    case .user:
      guard let uid = row.ownerUID else { return false }
      if let name = context.names.user(uid: uid), test.matches(name.bytes, &scratch) { return true }
      return test.matches(RawText(utf8: String(uid)).bytes, &scratch)
    case .place(let field), .field(let field):
      guard let text = field.text(of: row) else { return false }
      return test.matches(text.bytes, &scratch)
    case .end, .command, .commandLine, .peerCommand: return false
    }
  }
}

/// Something of each row of a block, as far as it is known.
struct BlockColumn<Value> {
  var values: [Value] = []
  /// The rows whose value is known.
  var known = RowSet()
  private let unknown: Value

  init(_ unknown: Value) { self.unknown = unknown }

  /// Those of `rows` whose value is not known, and which the caller is about to set.
  mutating func missing(of rows: RowSet) -> RowSet {
    if values.isEmpty { values = Array(repeating: unknown, count: RowSet.capacity) }
    let missing = rows.subtracting(known)
    known.formUnion(rows)
    return missing
  }

  /// Sets the values of `rows`, one for each.
  mutating func set(_ found: [Value], of rows: RowSet) {
    var span = values.mutableSpan
    var place = 0
    for row in rows {
      span[row] = found[place]
      place &+= 1
    }
  }
}
