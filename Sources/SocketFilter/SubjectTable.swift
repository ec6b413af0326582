/// Numbers for what several sockets have in common and a text of theirs depends on: a user, an
/// interface, a control group. Grows with what is different, not with the sockets.
struct SubjectTable {
  /// What decides a text.
  struct Subject: Equatable {
    var key: TextKey
    var first: UInt64
    var second: UInt32
  }

  private struct Entry {
    var subject = Subject(key: .kind, first: 0, second: 0)
    /// One more than the subject's number; 0 is a free entry.
    var number: Int32 = 0
  }

  /// Subjects that get a number.
  private static let capacity = 1 << 20

  /// Open addressing with linear probing; the count is a power of two, or 0.
  private var entries: [Entry] = []
  private(set) var count = 0

  /// The number of `subject`, from 0 on as they come; -1 when there are too many.
  mutating func number(of subject: Subject) -> Int32 {
    if (count &+ 1) &* 2 > entries.count { grow() }
    let place = place(of: subject)
    guard entries[place].number == 0 else { return entries[place].number &- 1 }
    guard count < Self.capacity else { return -1 }
    count &+= 1
    entries[place] = Entry(subject: subject, number: Int32(truncatingIfNeeded: count))
    return Int32(truncatingIfNeeded: count &- 1)
  }

  private func place(of subject: Subject) -> Int {
    let mask = entries.count &- 1
    var place = Self.hash(subject) & mask
    while entries[place].number != 0, entries[place].subject != subject {
      place = (place &+ 1) & mask
    }
    return place
  }

  private static func hash(_ subject: Subject) -> Int {
    let key = UInt64(subject.second) &<< 32 ^ UInt64(subject.key.rawValue) &<< 20
    return Int(truncatingIfNeeded: ((subject.first ^ key) &* 0x9e37_79b9_7f4a_7c15) &>> 32)
  }

  private mutating func grow() {
    let old = entries
    entries = Array(repeating: Entry(), count: max(64, old.count &* 2))
    for entry in old where entry.number != 0 { entries[place(of: entry.subject)] = entry }
  }
}

/// The answer of a test, as far as it is known.
enum Verdict: UInt8 {
  case unknown, holds, fails

  init(_ isTrue: Bool) { self = isTrue ? .holds : .fails }
}
