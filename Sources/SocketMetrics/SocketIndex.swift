internal import SocketModel

/// Finds the row of a socket among the records of one snapshot: open addressing over one array.
///
/// Most dumps tell the sockets of the one before in the same order, and nobody has to look for any:
/// the index is made when the first one asks.
struct SocketIndex: Sendable {
  /// The hash's upper half and the row plus one; 0 is free. The count is a power of two.
  private var slots: [UInt64] = []

  /// How many rows have been entered.
  private var count = 0

  /// Whether all rows of a snapshot have been entered.
  private(set) var isComplete = false

  /// An index with room for `count` rows before it grows.
  init(count: Int = 0) {
    if count > 0 { reset(count: count) }
  }

  /// Enters the first `count` of `records`, each of another socket, unless that is done.
  mutating func complete(with records: [SocketRecord], count: Int) {
    guard !isComplete else { return }
    reset(count: count)
    for row in 0..<count { _ = insert(row, row: row, among: records) }
    isComplete = true
  }

  /// Forgets all rows. The memory is kept if the index was of use, for it will be again.
  mutating func clear() {
    if !isComplete { slots = [] }
    isComplete = false
  }

  private mutating func reset(count: Int) {
    var capacity = 64
    while capacity < count &* 2 { capacity &*= 2 }
    self.count = 0
    if slots.count == capacity {
      for place in 0..<capacity { slots[place] = 0 }
    } else {
      slots = Array(repeating: 0, count: capacity)
    }
  }

  /// Enters the socket of `records[source]` under `row`, where its record will stand; gives the row
  /// of a record of the same socket that is already there, and then enters nothing.
  mutating func insert(_ source: Int, row: Int, among records: [SocketRecord]) -> Int? {
    if count &* 4 >= slots.count &* 3 { grow(among: records) }
    let hash = Self.hash(records, source)
    let mask = slots.count &- 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots[place] != 0 {
      let slot = slots[place]
      let other = Int(slot & 0xffff_ffff) &- 1
      if slot >> 32 == hash >> 32, Self.isSame(records, source, records, other) { return other }
      place = (place &+ 1) & mask
    }
    slots[place] = (hash & ~0xffff_ffff) | UInt64(truncatingIfNeeded: row &+ 1)
    count &+= 1
    return nil
  }

  private mutating func grow(among records: [SocketRecord]) {
    let entered = slots
    reset(count: slots.count)
    for slot in entered where slot != 0 {
      let row = Int(slot & 0xffff_ffff) &- 1
      _ = insert(row, row: row, among: records)
    }
  }

  /// The row among `records` of the socket that `others[source]` tells of.
  func row(of source: Int, in others: [SocketRecord], among records: [SocketRecord]) -> Int? {
    guard !slots.isEmpty else { return nil }
    let hash = Self.hash(others, source)
    let mask = slots.count &- 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots[place] != 0 {
      let slot = slots[place]
      let other = Int(slot & 0xffff_ffff) &- 1
      if slot >> 32 == hash >> 32, Self.isSame(others, source, records, other) { return other }
      place = (place &+ 1) & mask
    }
    return nil
  }

  /// Whether two records tell of one socket: the same cookie in the same table of the same
  /// namespace. Records without a cookie (from `/proc`) are told apart by addresses and inode; an
  /// SCTP endpoint shares its cookie with its associations.
  static func isSame(_ left: SocketRecord, _ right: SocketRecord) -> Bool {
    isSame([left], 0, [right], 0)
  }

  /// The same of two places in tables, for loops over all sockets: reads three fields of each.
  @inline(__always) static func isSame(
    _ left: [SocketRecord], _ row: Int, _ right: [SocketRecord], _ other: Int
  ) -> Bool {
    let cookie = left[row].cookie
    let kind = left[row].kind
    guard cookie == right[other].cookie, kind.rawValue == right[other].kind.rawValue,
      left[row].namespace.rawValue == right[other].namespace.rawValue
    else { return false }
    // A comparison by `==` would be a call for each socket.
    if case .sctp = kind { return hasSameEnds(left[row], right[other]) }
    return cookie != 0 || hasSameEnds(left[row], right[other])
  }

  @inline(never) private static func hasSameEnds(
    _ left: SocketRecord, _ right: SocketRecord
  ) -> Bool {
    guard left.localPort == right.localPort, left.remotePort == right.remotePort,
      left.localAddress == right.localAddress, left.remoteAddress == right.remoteAddress
    else { return false }
    return left.inode == right.inode || left.cookie != 0 || isNamedByTuple(left)
  }

  /// A TCP connection's addresses are its own; it loses its inode in TIME-WAIT.
  private static func isNamedByTuple(_ record: SocketRecord) -> Bool {
    record.kind == .tcp && record.hasRemote
  }

  @inline(__always) private static func hash(_ records: [SocketRecord], _ row: Int) -> UInt64 {
    var value = records[row].cookie ^ UInt64(records[row].kind.rawValue) << 56
    value ^= UInt64(records[row].namespace.rawValue) << 40
    if records[row].cookie == 0 { value ^= hashOfEnds(records[row]) }
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }

  @inline(never) private static func hashOfEnds(_ record: SocketRecord) -> UInt64 {
    var value = record.localAddress.high &* 0x9e37_79b9_7f4a_7c15
    value ^= (record.remoteAddress.high ^ record.remoteAddress.low) &* 0xc2b2_ae3d_27d4_eb4f
    value ^= UInt64(record.localPort) << 32 | UInt64(record.remotePort)
    return isNamedByTuple(record) ? value : value ^ UInt64(record.inode) << 16
  }
}
