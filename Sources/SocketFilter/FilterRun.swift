internal import SocketMetrics
internal import SocketModel
internal import TextSafety

/// What asking many rows of one sample keeps from row to row: what a text was found to be, so that
/// each user, process or control group is judged once and not with each of its sockets.
struct FilterRun {
  private let context: RowContext
  /// When the sample was taken.
  let now: MonotonicTime
  private var verdicts: [Verdict]
  /// The owners found last, and for which inode.
  private var owners: [SocketOwner] = []
  private var ownersInode: UInt32 = 0
  private var text = SafeText()
  private var scratch = PatternMatcher.Scratch()

  private struct Verdict {
    var key: UInt64 = 0
    var isKnown = false
    var isTrue = false
  }

  /// Verdicts that are kept for one test.
  private static let slots = 256

  /// For `tests` tests of texts; 0 keeps nothing and allocates nothing.
  init(_ context: RowContext, tests: Int) {
    self.context = context
    now = context.snapshot.time
    verdicts =
      tests == 0 ? [] : Array(repeating: Verdict(), count: Self.slots * tests)
  }

  /// What the text that `test` asks was found to be at another socket; nil when it was not asked.
  @inline(__always)
  func verdict(
    _ test: FilterInstruction, _ record: borrowing SocketRecord,
    _ metric: borrowing SocketMetric
  ) -> Bool? {
    guard let key = test.key?.value(record, metric) else { return nil }
    return verdict(slot(Int(truncatingIfNeeded: test.first), key), key)
  }

  @inline(__always)
  private func slot(_ test: Int, _ key: UInt64) -> Int {
    test &* Self.slots &+ Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 56)
  }

  @inline(__always)
  private func verdict(_ slot: Int, _ key: UInt64) -> Bool? {
    guard slot < verdicts.count else { return nil }
    let verdict = verdicts[slot]
    guard verdict.isKnown, verdict.key == key else { return nil }
    return verdict.isTrue
  }

  private mutating func keep(_ isTrue: Bool, _ slot: Int, _ key: UInt64) {
    guard slot < verdicts.count else { return }
    verdicts[slot] = Verdict(key: key, isKnown: true, isTrue: isTrue)
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
      let row = SocketRow(record: copy record, metric: copy metric, context: context)
      guard field == .peerPid else { return range.contains(field.number(of: row)) }
      return Self.peers(of: row).contains { range.contains(Double($0.pid)) }
    case .fill(let range):
      guard case .listen = record.state, record.known.contains(.queues) else { return false }
      return range.contains(Double(record.receiveQueue) / Double(record.sendQueue))
    }
  }

  // MARK: Texts of sockets

  /// Asks the text and keeps the answer for other sockets with the same; `place` is that of the
  /// test among the program's.
  mutating func holds(
    _ test: borrowing TextTest, at place: Int, _ record: borrowing SocketRecord,
    _ metric: borrowing SocketMetric
  ) -> Bool {
    guard let key = test.key?.value(record, metric) else { return judge(test, record, metric) }
    let isTrue = judge(test, record, metric)
    keep(isTrue, slot(place, key), key)
    return isTrue
  }

  /// Asks one of the texts that the field has; unknown ones are false.
  private mutating func judge(
    _ test: borrowing TextTest, _ record: borrowing SocketRecord,
    _ metric: borrowing SocketMetric
  ) -> Bool {
    let row = SocketRow(record: copy record, metric: copy metric, context: context)
    switch test.subject {
    case .end(let end):
      text.removeAll()
      (end == .local ? SocketField.local : .peer).write(row, to: &text)
      return test.matches(text.utf8, &scratch)
    case .user:
      guard let uid = row.ownerUID else { return false }
      if let name = context.names.user(uid: uid), test.matches(name.bytes, &scratch) { return true }
      return test.matches(RawText(utf8: String(uid)).bytes, &scratch)
    case .field(let field):
      guard let text = field.text(of: row) else { return false }
      return test.matches(text.bytes, &scratch)
    case .peerCommand:
      for owner in Self.peers(of: row) where test.matches(owner.command.bytes, &scratch) {
        return true
      }
      return false
    case .command, .commandLine: return false
    }
  }

  /// Who holds the socket at the other end.
  private static func peers(of row: SocketRow) -> [SocketOwner] {
    guard case .owners(let owners)? = row.otherEnd?.owners else { return [] }
    return owners
  }

  // MARK: Owners

  /// Whether one of the socket's owners passes.
  mutating func holds(
    _ test: OwnerTest, _ texts: [TextTest], _ record: borrowing SocketRecord,
    _ metric: borrowing SocketMetric
  ) -> Bool {
    let inode = metric.ownerInode != 0 ? metric.ownerInode : record.inode
    guard inode != 0 else { return false }
    if inode != ownersInode {
      owners = context.owners.byInode[inode] ?? []
      ownersInode = inode
    }
    switch test {
    case .pid(let range): return owners.contains { range.contains(Double($0.pid)) }
    case .descriptor(let range): return owners.contains { range.contains(Double($0.descriptor)) }
    case .text(let place):
      for index in owners.indices where holds(texts[place], at: place, owner: index) {
        return true
      }
      return false
    }
  }

  private mutating func holds(_ test: borrowing TextTest, at place: Int, owner: Int) -> Bool {
    // Pid and start name a process: 22 bits and the ticks of some thousand years.
    let key =
      UInt64(truncatingIfNeeded: owners[owner].pid) << 42 ^ owners[owner].startTime
      ^ (owners[owner].hasEnded ? 1 << 41 : 0)
    let slot = slot(place, key)
    if let known = verdict(slot, key) { return known }
    let name = owners[owner].command
    var isTrue = false
    if case .commandLine = test.subject {
      let line = context.commandLines[owners[owner].pid] ?? name
      isTrue = test.matches(line.bytes, &scratch)
    } else {
      isTrue = test.matches(name.bytes, &scratch)
    }
    keep(isTrue, slot, key)
    return isTrue
  }
}
