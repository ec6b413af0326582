/// The answers of tests to what several sockets have in common and a text of theirs depends on: a
/// user, an interface, a control group. Grows with what is different, not with the sockets.
struct SubjectTable {
  /// What decides a text.
  struct Subject: Equatable {
    var key: TextKey
    /// Which tests are meant: those from `AnswerColumn.tests` times this on.
    var part: UInt16
    var second: UInt32
    var first: UInt64
  }

  private struct Entry {
    var subject = Subject(key: .kind, part: 0, second: 0, first: 0)
    /// 0 is a free entry.
    var answers: UInt64 = 0
  }

  /// Subjects that are kept.
  private static let capacity = 1 << 20

  /// Open addressing with linear probing; the count is a power of two, or 0.
  private var entries: [Entry] = []
  private var count = 0

  /// What was kept for `subject`; 0 for nothing.
  @inline(__always)
  func answers(of subject: Subject) -> UInt64 {
    entries.isEmpty ? 0 : entries[place(of: subject)].answers
  }

  /// Keeps `answers`, which are not 0, for a subject that has none; not when there are too many.
  mutating func keep(_ answers: UInt64, of subject: Subject) {
    guard count < Self.capacity else { return }
    count &+= 1
    if count &* 2 > entries.count { grow() }
    entries[place(of: subject)] = Entry(subject: subject, answers: answers)
  }

  @inline(__always)
  private func place(of subject: Subject) -> Int {
    let mask = entries.count &- 1
    var place = Self.hash(subject) & mask
    while entries[place].answers != 0, entries[place].subject != subject {
      place = (place &+ 1) & mask
    }
    return place
  }

  @inline(__always)
  private static func hash(_ subject: Subject) -> Int {
    let key =
      UInt64(subject.second) &<< 32 ^ UInt64(subject.key.rawValue) &<< 20
      ^ UInt64(subject.part) &<< 4
    return Int(truncatingIfNeeded: ((subject.first ^ key) &* 0x9e37_79b9_7f4a_7c15) &>> 32)
  }

  private mutating func grow() {
    let old = entries
    entries = Array(repeating: Entry(), count: max(64, old.count &* 2))
    for entry in old where entry.answers != 0 { entries[place(of: entry.subject)] = entry }
  }
}
