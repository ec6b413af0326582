/// The visible window of an order, without sorting what is not seen.
package enum TopRows {
  /// The rows at `offset ..< offset + count` of the order of `keys`, which may be rearranged.
  ///
  /// Takes time in proportion to the number of keys, and sorts only the window.
  package static func select(
    _ keys: inout [SortKey], offset: Int = 0, count: Int
  ) -> [UInt32] {
    let start = min(max(0, offset), keys.count)
    let end = min(keys.count, start &+ min(max(0, count), keys.count))
    guard start < end else { return [] }
    if end &* 16 < keys.count { return Self.first(end, of: keys).dropFirst(start).map(\.row) }
    let rest = keys.count - start
    if rest &* 16 < keys.count {
      // The end of an order is the beginning of the opposite one.
      let last = Self.first(rest, of: keys, mask: .max)
      return last.dropFirst(keys.count - end).reversed().map { $0.masked(.max).row }
    }
    partition(&keys, at: end, in: 0..<keys.count)
    partition(&keys, at: start, in: 0..<end)
    keys[start..<end].sort()
    return keys[start..<end].map(\.row)
  }

  /// How many of `keys` come before `key`: its place in the order.
  package static func place(of key: SortKey, in keys: [SortKey]) -> Int {
    var place = 0
    for other in keys where other < key { place &+= 1 }
    return place
  }

  /// The key with this tie whose row is the one that is looked for; nil for none.
  package static func key(
    tie: UInt64, in keys: [SortKey], where isWanted: (_ row: Int) -> Bool
  ) -> SortKey? {
    keys.first { $0.tie == tie && isWanted(Int($0.row)) }
  }

  /// The first `count` keys of the order, each `masked`: of nearly all keys only one comparison is
  /// made, with the last of those that are among the first so far.
  private static func first(_ count: Int, of keys: [SortKey], mask: UInt64 = 0) -> [SortKey] {
    var best = keys[..<count].map { $0.masked(mask) }
    var room = count
    best.reserveCapacity(2 &* count)
    guard var last = best.max() else { return [] }
    for row in count..<keys.count {
      let key = keys[row].masked(mask)
      guard key < last else { continue }
      best.append(key)
      room &-= 1
      guard room == 0 else { continue }
      partition(&best, at: count, in: 0..<best.count)
      best.removeSubrange(count...)
      last = best.max() ?? last
      room = count
    }
    best.sort()
    return Array(best.prefix(count))
  }

  /// Rearranges `range` so that everything before `place` precedes everything from it on.
  private static func partition(_ keys: inout [SortKey], at place: Int, in range: Range<Int>) {
    var low = range.lowerBound
    var high = range.upperBound - 1
    guard place > low, place <= high else { return }
    while low < high {
      let pivot = median(keys[low], keys[low + (high - low) / 2], keys[high])
      var left = low
      var right = high
      while left <= right {
        while keys[left] < pivot { left += 1 }
        while pivot < keys[right] { right -= 1 }
        guard left <= right else { break }
        keys.swapAt(left, right)
        left += 1
        right -= 1
      }
      if place <= right {
        high = right
      } else if place >= left {
        low = left
      } else {
        return
      }
    }
  }

  private static func median(_ first: SortKey, _ second: SortKey, _ third: SortKey) -> SortKey {
    max(min(first, second), min(max(first, second), third))
  }
}

extension SortKey {
  /// The key with all bits turned round that are set in `mask`: with `UInt64.max` what came first
  /// comes last.
  @inline(__always) fileprivate func masked(_ mask: UInt64) -> SortKey {
    SortKey(key ^ mask, tie: tie ^ mask, row: row ^ UInt32(truncatingIfNeeded: mask))
  }
}
