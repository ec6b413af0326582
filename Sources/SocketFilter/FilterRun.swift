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
  private(set) var first = 0
  /// By instruction: the rows that wait to be asked it.
  var waiting: [RowSet] = []
  /// Several blocks are asked.
  let keepsVerdicts: Bool
  /// Who holds the sockets of the block, and the ones at their other ends.
  var holders = BlockColumn(OwnersByInode.Holder.none)
  var otherHolders = BlockColumn(OwnersByInode.Holder.none)
  /// Room to look them up: by row the inode by which owners are known, 0 for none.
  var inodes: [UInt32] = []
  /// Where the sockets at the other ends stand among those of `context.others`; -1 for none.
  var otherPlaces = BlockColumn(Int32(-1))
  /// The same of all rows, where it is known already.
  let places: [Int32]
  /// By parts of the owner tests and the number of a process: what they answer of it, 0 for a
  /// process that was not asked yet.
  var processAnswers: [UInt64] = []
  /// More than the number of any process whose answers are kept.
  let processCount: Int
  /// By parts of the owner tests, of the block's rows: of the local ends, then of the other ones.
  var ownerAnswers: [AnswerColumn]
  private var local: EndReader
  private var peer: EndReader
  /// Room for the numbers of what is told on demand, and for what decides the text of each row.
  private var numbers: [Double] = []
  private var values: [UInt64] = []
  /// By parts of the text tests, then by text key, of the block's rows.
  private var textAnswers: [AnswerColumn]
  private var subjects = SubjectTable()
  var scratch = PatternMatcher.Scratch()

  /// Answers about processes that are kept: beyond that they are asked with each socket.
  private static let capacity = 1 << 20

  /// For one row: keeps nothing.
  init(_ context: RowContext, _ gauges: SocketGauges?, for program: FilterProgram) {
    self.init(context, [gauges], for: program, keepsVerdicts: false)
  }

  /// For the rows of `sample`.
  init(_ context: RowContext, _ sample: Sample, for program: FilterProgram) {
    self.init(
      context, sample.snapshot.gauges, for: program, keepsVerdicts: true,
      places: program.readsOtherEnd ? context.others?.places(ofAll: sample) ?? [] : [])
  }

  private init(
    _ context: RowContext, _ gauges: [SocketGauges?], for program: FilterProgram,
    keepsVerdicts: Bool, places: [Int32] = []
  ) {
    self.context = context
    self.gauges = gauges
    names = context.snapshot.names
    owners = context.owners.byInode
    others = context.others
    now = context.snapshot.time
    self.places = places
    self.keepsVerdicts = keepsVerdicts
    let ownerParts = Self.parts(program.ownerTests.count)
    let (size, overflow) = owners.processCount.multipliedReportingOverflow(by: ownerParts)
    processCount = keepsVerdicts && !overflow && size <= Self.capacity ? owners.processCount : 0
    processAnswers = Array(repeating: 0, count: processCount * ownerParts)
    ownerAnswers = Array(repeating: AnswerColumn(), count: ownerParts * 2)
    let textParts = keepsVerdicts ? Self.parts(program.textTests.count) : 0
    textAnswers = Array(repeating: AnswerColumn(), count: textParts * TextKey.allCases.count)
    if textParts > 0 { values = Array(repeating: 0, count: RowSet.capacity) }
    local = EndReader(.local, keepsVerdicts ? program.localPatterns : [], in: context)
    peer = EndReader(.peer, keepsVerdicts ? program.peerPatterns : [], in: context)
  }

  /// How often `AnswerColumn.tests` it takes for so many.
  private static func parts(_ tests: Int) -> Int {
    (tests + AnswerColumn.tests - 1) / AnswerColumn.tests
  }

  /// Forgets the rows of the block before; `first` rows are in those.
  mutating func begin(after first: Int) {
    self.first = first
    holders.known = RowSet()
    otherHolders.known = RowSet()
    otherPlaces.known = RowSet()
    local.begin()
    peer.begin()
    for place in ownerAnswers.indices { ownerAnswers[place].begin() }
    for place in textAnswers.indices { textAnswers[place].begin() }
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
    for row in peer.missing(of: rows) {
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
    guard keepsVerdicts, let key = test.key else {
      var passing = RowSet()
      for row in rows {
        passing.insert(
          row, if: judge(program.textTests[test.place], socket(row, records, metrics)))
      }
      return passing
    }
    let (part, bit) = test.place.quotientAndRemainder(dividingBy: AnswerColumn.tests)
    let place = part &* TextKey.allCases.count &+ Int(key.rawValue)
    let missing = textAnswers[place].missing(of: rows)
    if !missing.isEmpty {
      var column = AnswerColumn()
      swap(&column, &textAnswers[place])
      answer(missing, by: key, part, program.textTests, records, metrics, to: &column)
      swap(&column, &textAnswers[place])
    }
    return textAnswers[place].passing(UInt64(bit), rows)
  }

  /// Sets the answers of `rows` to the texts that `key` decides.
  private mutating func answer(
    _ rows: RowSet, by key: TextKey, _ part: Int, _ tests: [TextTest],
    _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>, to column: inout AnswerColumn
  ) {
    var isGroup = false
    if case .group = key { isGroup = true }
    if isGroup { findHolders(rows, records, metrics) }
    key.write(rows, records, metrics, to: &values)
    var subject = SubjectTable.Subject(key: key, part: part)
    var answers: UInt64 = 0
    column.set(rows) { row in
      let first = values[row]
      let process = isGroup ? firstHolder(row) : 0
      // Most sockets are as the one before.
      if answers != 0, first == subject.first, process == subject.process { return answers }
      subject.first = first
      subject.process = process
      answers = subjects.answers(of: subject)
      if answers == 0 {
        answers = judge(tests, of: key, part, socket(row, records, metrics))
        subjects.keep(answers, of: subject)
      }
      return answers
    }
  }

  /// What those of the tests of `part` answer that ask what `key` decides.
  private mutating func judge(
    _ tests: [TextTest], of key: TextKey, _ part: Int, _ row: SocketRow
  ) -> UInt64 {
    var answers = AnswerColumn.known
    let first = part * AnswerColumn.tests
    for place in first..<min(first + AnswerColumn.tests, tests.count)
    where tests[place].key == key {
      if judge(tests[place], row) { answers |= 1 << UInt64(place - first) }
    }
    return answers
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
