/// What tests came to for what several sockets have in common: a user, an interface, a control
/// group. Grows with what is different, not with the sockets.
struct VerdictTable {
  /// What was asked: a test, and the numbers that decide its answer.
  struct Key {
    var test: Int
    var first: UInt64
    var second: UInt32 = 0
  }

  private struct Entry {
    var first: UInt64 = 0
    var second: UInt32 = 0
    var test: UInt32 = 0
    /// 0 is a free entry.
    var verdict = Verdict.unknown
  }

  /// Open addressing with linear probing; the count is a power of two, or 0.
  private var entries: [Entry] = []
  private var count = 0

  /// What is known of the answer.
  @inline(__always)
  func verdict(_ key: Key) -> Verdict {
    guard !entries.isEmpty else { return .unknown }
    return entries[place(of: key)].verdict
  }

  mutating func keep(_ isTrue: Bool, for key: Key) {
    if (count &+ 1) &* 2 > entries.count { grow() }
    let place = place(of: key)
    if case .unknown = entries[place].verdict { count &+= 1 }
    entries[place] = Entry(
      first: key.first, second: key.second, test: UInt32(truncatingIfNeeded: key.test),
      verdict: isTrue ? .holds : .fails)
  }

  @inline(__always)
  private func place(of key: Key) -> Int {
    let mask = entries.count &- 1
    let test = UInt32(truncatingIfNeeded: key.test)
    var place = Self.hash(key.first, key.second, test) & mask
    while true {
      let entry = entries[place]
      if case .unknown = entry.verdict { return place }
      if entry.first == key.first, entry.second == key.second, entry.test == test { return place }
      place = (place &+ 1) & mask
    }
  }

  @inline(__always)
  private static func hash(_ first: UInt64, _ second: UInt32, _ test: UInt32) -> Int {
    let mixed = (first ^ UInt64(second) &<< 32 ^ UInt64(test) &<< 20) &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: mixed &>> 32)
  }

  private mutating func grow() {
    let old = entries
    entries = Array(repeating: Entry(), count: max(64, old.count &* 2))
    for entry in old where entry.verdict != .unknown {
      let key = Key(test: Int(entry.test), first: entry.first, second: entry.second)
      entries[place(of: key)] = entry
    }
  }
}

/// The answer of a test, as far as it is known.
enum Verdict: UInt8 {
  case unknown, holds, fails
}
