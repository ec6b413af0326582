internal import SocketMetrics
internal import SocketModel
internal import TextSafety

/// What asking many rows of one sample keeps from row to row: what a text was found to be, so that
/// each user, process or control group is judged once and not with each of its sockets, and the
/// machines that read addresses.
struct FilterRun {
  let context: RowContext
  /// When the sample was taken.
  let now: MonotonicTime
  /// Counts the rows: whoever goes through several sets it before each.
  var row = 0
  private var verdicts = VerdictTable()
  private let keepsVerdicts: Bool
  /// By owner test and the number of a process.
  var processVerdicts: [Verdict] = []
  let processCount: Int
  /// Who holds the socket asked last, by its inode, and the one at its other end, by the row.
  var holders = HolderMemo()
  var otherHolders = HolderMemo()
  var block = HolderBlock()
  var otherEnd = OtherEndMemo()
  var local = EndMemo()
  var peer = EndMemo()
  var scratch = PatternMatcher.Scratch()
  var text = SafeText()

  /// Verdicts of processes that are kept: beyond that they are judged with each socket.
  private static let processCapacity = 1 << 22

  /// For one row: keeps nothing.
  init(_ context: RowContext) {
    self.context = context
    now = context.snapshot.time
    keepsVerdicts = false
    processCount = 0
  }

  /// For many rows.
  init(_ context: RowContext, for program: FilterProgram) {
    self.context = context
    now = context.snapshot.time
    keepsVerdicts = true
    processCount = context.owners.byInode.processCount
    let (count, overflow) = processCount.multipliedReportingOverflow(by: program.ownerTests.count)
    processVerdicts = Array(
      repeating: .unknown, count: overflow ? 0 : min(count, Self.processCapacity))
    local.machine = TextMachine(program.localPatterns)
    peer.machine = TextMachine(program.peerPatterns)
  }

  /// What is already known of the answer: of a text that another socket has too, of an owner that
  /// holds another socket too, of an end that another test has read.
  @inline(__always)
  func verdict(
    _ test: FilterInstruction, _ record: borrowing SocketRecord,
    _ metric: borrowing SocketMetric
  ) -> Verdict {
    switch test.operation {
    case .text: return textVerdict(test, record, metric)
    case .owner:
      if test.isRemote { return ownerVerdict(test, otherHolders, asked: UInt64(row)) }
      return ownerVerdict(test, holders, asked: UInt64(Self.inode(record, metric)))
    case .end:
      if test.isRemote { return peer.verdict(of: test.second, row: row) }
      return local.verdict(of: test.second, row: row)
    case .always, .never, .port, .portAtLeast, .portAtMost, .ports, .address, .kernelAddress, .name,
      .device, .mark, .cgroup, .cookie, .autobound, .states, .number, .field:
      return .unknown
    }
  }

  @inline(__always)
  private func textVerdict(
    _ test: FilterInstruction, _ record: borrowing SocketRecord,
    _ metric: borrowing SocketMetric
  ) -> Verdict {
    guard let textKey = test.key else { return .unknown }
    let place = Int(truncatingIfNeeded: test.first)
    var key = VerdictTable.Key(test: place, first: textKey.value(record, metric))
    if case .group = textKey {
      guard holders.asked == UInt64(Self.inode(record, metric)) else { return .unknown }
      key.second = holders.first
    }
    return verdicts.verdict(key)
  }

  @inline(__always)
  private func ownerVerdict(
    _ test: FilterInstruction, _ holders: HolderMemo, asked: UInt64
  ) -> Verdict {
    guard holders.asked == asked, !holders.isSeveral else { return .unknown }
    guard holders.first != 0 else { return .fails }
    let place = Int(truncatingIfNeeded: test.first)
    let slot = place &* processCount &+ Int(holders.first) &- 1
    return slot < processVerdicts.count ? processVerdicts[slot] : .unknown
  }

  // MARK: Numbers of the field table

  func holds(
    _ test: FieldTest, _ record: borrowing SocketRecord, _ metric: borrowing SocketMetric
  ) -> Bool {
    switch test {
    case .number(let field, let range):
      guard field.needsContext else {
        return range.contains(field.number(of: copy record, copy metric, now: now))
      }
      return range.contains(
        field.number(of: SocketRow(record: copy record, metric: copy metric, context: context)))
    case .fill(let range):
      guard case .listen = record.state, record.known.contains(.queues) else { return false }
      return range.contains(Double(record.receiveQueue) / Double(record.sendQueue))
    }
  }

  // MARK: Texts that sockets share

  /// Asks the text and keeps the answer for other sockets with the same; `place` is that of the
  /// test among the program's.
  mutating func holds(
    _ test: borrowing TextTest, at place: Int, _ record: borrowing SocketRecord,
    _ metric: borrowing SocketMetric
  ) -> Bool {
    guard keepsVerdicts, let textKey = test.key else { return judge(test, record, metric) }
    var key = VerdictTable.Key(test: place, first: textKey.value(record, metric))
    if case .group = textKey {
      lookUp(record, metric)
      key.second = holders.first
    }
    switch verdicts.verdict(key) {
    case .holds: return true
    case .fails: return false
    case .unknown: break
    }
    let isTrue = judge(test, record, metric)
    verdicts.keep(isTrue, for: key)
    return isTrue
  }

  /// Asks the text; an unknown one is false.
  private mutating func judge(
    _ test: borrowing TextTest, _ record: borrowing SocketRecord,
    _ metric: borrowing SocketMetric
  ) -> Bool {
    let row = SocketRow(record: copy record, metric: copy metric, context: context)
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
