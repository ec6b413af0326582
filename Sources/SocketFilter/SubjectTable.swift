/// The answers of tests to what several sockets have in common and a text of theirs depends on: a
/// user, an interface, a control group. Grows with what is different, not with the sockets.
struct SubjectTable {
  /// What decides a text.
  struct Subject: Equatable {
    var first: UInt64
    /// The process that is shown first in the upper half; the text key and which part of the tests
    /// is meant.
    private var rest: UInt64

    init(key: TextKey, part: Int, first: UInt64 = 0, process: UInt32 = 0) {
      self.first = first
      rest = UInt64(process) << 32 | UInt64(key.rawValue)
      rest |= UInt64(UInt16(truncatingIfNeeded: part)) << 8
    }

    var process: UInt32 {
      get { UInt32(truncatingIfNeeded: rest >> 32) }
      set { rest = rest & 0xffff_ffff | UInt64(newValue) << 32 }
    }

    var hash: Int {
      let mixed = (first ^ rest &* 0xff51_afd7_ed55_8ccd) &* 0x9e37_79b9_7f4a_7c15
      return Int(truncatingIfNeeded: mixed &>> 32)
    }
  }

  private struct Entry {
    var subject = Subject(key: .kind, part: 0)
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
    var place = subject.hash & mask
    while entries[place].answers != 0, entries[place].subject != subject {
      place = (place &+ 1) & mask
    }
    return place
  }

  private mutating func grow() {
    let old = entries
    entries = Array(repeating: Entry(), count: max(64, old.count &* 2))
    for entry in old where entry.answers != 0 { entries[place(of: entry.subject)] = entry }
  }
}
