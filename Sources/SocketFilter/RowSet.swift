/// Some of up to 64 rows that are asked together, a bit each; as a sequence their places, rising.
struct RowSet: Sequence, IteratorProtocol {
  /// The most rows that are asked together.
  static let capacity = 64

  private(set) var bits: UInt64 = 0

  init() {}

  /// The first `count` rows.
  init(count: Int) { bits = count >= Self.capacity ? ~0 : 1 << UInt64(Swift.max(0, count)) - 1 }

  @inline(__always) var isEmpty: Bool { bits == 0 }

  @inline(__always)
  mutating func next() -> Int? {
    guard bits != 0 else { return nil }
    let row = bits.trailingZeroBitCount
    bits &= bits &- 1
    return row
  }

  /// Adds `row` if `isMember`: without a branch, which nobody could foretell.
  @inline(__always)
  mutating func insert(_ row: Int, if isMember: Bool = true) {
    bits |= (isMember ? 1 : 0) &<< UInt64(row)
  }

  /// Those rows for which `isMember` is true.
  @inline(__always)
  func filtered(_ isMember: (Int) -> Bool) -> RowSet {
    var filtered = RowSet()
    for row in self { filtered.insert(row, if: isMember(row)) }
    return filtered
  }

  @inline(__always)
  mutating func formUnion(_ other: RowSet) { bits |= other.bits }

  @inline(__always)
  func intersection(_ other: RowSet) -> RowSet {
    var common = self
    common.bits &= other.bits
    return common
  }

  @inline(__always)
  func subtracting(_ other: RowSet) -> RowSet {
    var rest = self
    rest.bits &= ~other.bits
    return rest
  }
}
