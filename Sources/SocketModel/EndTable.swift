/// Sockets by their ends: open addressing with linear probing.
struct EndTable: Sendable {
  /// Sockets with the same ends, those one way round and those the other.
  struct Pair: Sendable {
    /// Of the hash what keeps records from being read.
    var tag: UInt32 = 0
    var one = Side()
    var other = Side()

    /// Whether more than one socket has its ends one way round.
    var isCrowded: Bool { one.isSeveral || other.isSeveral }
  }

  /// The rows with the same ends the same way round: none, one, or more, of which the first is told.
  struct Side: Sendable {
    private var bits: UInt32 = 0

    private static let several: UInt32 = 1 << 31

    var isSeveral: Bool { bits & Self.several != 0 }

    /// Nil for none.
    var first: Int? { bits == 0 ? nil : Int(bits & ~Self.several) &- 1 }

    /// Nil for none and for several.
    var only: Int? { isSeveral ? nil : first }

    mutating func add(_ row: Int) {
      bits = bits == 0 ? UInt32(truncatingIfNeeded: row) &+ 1 : bits | Self.several
    }
  }

  /// So many rows ask memory for what they will read before the first one waits for it.
  static let block = 64

  /// Those without a first row are free; the count is a power of two.
  private var pairs = [Pair(), Pair()]
  private let seed = UInt64.random(in: .min ... .max)
  private var hashes = [UInt64](repeating: 0, count: block)
  /// Where what is read ahead goes.
  private var sum: UInt32 = 0

  init() {}

  /// Room for `count` sockets.
  init(capacity count: Int) {
    var size = 64
    while size * 3 < count * 4 { size *= 2 }
    pairs = Array(repeating: Pair(), count: size)
  }

  /// Takes in `rows` of `records`, and tells of each to which pair it came.
  @inline(__always)
  mutating func insert(
    _ rows: Range<Int>, of records: [SocketRecord], told: (Int, Pair) -> Void
  ) {
    for row in rows { hashes[row &- rows.lowerBound] = hash(SocketEnds(of: records[row])) }
    readAhead(rows.count, records)
    for row in rows {
      let hash = hashes[row &- rows.lowerBound]
      guard hash != 0 else { continue }
      told(row, insert(row, hash, of: records))
    }
  }

  /// Takes in one row of `records`.
  mutating func insert(_ row: Int, of records: [SocketRecord]) {
    let hash = hash(SocketEnds(of: records[row]))
    if hash != 0 { _ = insert(row, hash, of: records) }
  }

  @inline(__always)
  private mutating func insert(_ row: Int, _ hash: UInt64, of records: [SocketRecord]) -> Pair {
    let (place, isReversed) = place(hash, records) { SocketEnds(of: records[row]) }
    if pairs[place].one.first == nil { pairs[place].tag = Self.tag(hash) }
    if isReversed { pairs[place].other.add(row) } else { pairs[place].one.add(row) }
    return pairs[place]
  }

  /// Asks memory for what `sockets(with:in:)` will read for the other ends of `rows`.
  mutating func readAhead(_ rows: ArraySlice<Int>, of records: [SocketRecord]) {
    for (place, row) in rows.enumerated() {
      hashes[place] = hash(SocketEnds(atOtherEndOf: records[row]))
    }
    readAhead(rows.count, records)
  }

  /// The rows of `records` with `ends`.
  func sockets(with ends: SocketEnds, in records: [SocketRecord]) -> Side {
    let (place, isReversed) = place(hash(ends), records) { ends }
    return isReversed ? pairs[place].other : pairs[place].one
  }

  /// Where those with these ends stand or would, and whether the other way round.
  @inline(__always)
  private func place(
    _ hash: UInt64, _ records: [SocketRecord], _ ends: () -> SocketEnds?
  ) -> (Int, isReversed: Bool) {
    let tag = Self.tag(hash)
    var place = home(hash)
    while let first = pairs[place].one.first {
      if pairs[place].tag == tag, first < records.count,
        let own = SocketEnds(of: records[first]), let ends = ends()
      {
        if own.equals(ends) { return (place, false) }
        if own.equals(ends.reversed) { return (place, true) }
      }
      place = (place &+ 1) & (pairs.count &- 1)
    }
    return (place, false)
  }

  /// The less a round takes, the more of what it asks memory for is on its way at once.
  private mutating func readAhead(_ count: Int, _ records: [SocketRecord]) {
    var sum = sum
    for place in 0..<count { sum &+= pairs[home(hashes[place])].tag }
    for place in 0..<count {
      let pair = pairs[home(hashes[place])]
      guard pair.tag == Self.tag(hashes[place]), let first = pair.one.first, first < records.count
      else { continue }
      sum &+= records[first].localPort
    }
    self.sum = sum
  }

  /// 0 for what has no ends.
  @inline(__always)
  private func hash(_ ends: SocketEnds?) -> UInt64 {
    guard let ends else { return 0 }
    return ends.hash(seed: seed) | 1 << 63
  }

  @inline(__always)
  private func home(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash) & (pairs.count &- 1)
  }

  private static func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) }
}
