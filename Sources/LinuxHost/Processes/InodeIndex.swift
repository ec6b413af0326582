internal import SocketModel

/// The inodes of sockets that were asked for or seen, with what is known of each.
///
/// Open addressing with linear probing; the hot path is one look-up per live socket and refresh.
struct InodeIndex: Sendable {
  enum Status: UInt8, Sendable {
    /// Asked for in one refresh only.
    case new
    /// Asked for in two refreshes running, and still without an owner.
    case missing
    case owned
    /// Searched for everywhere, in vain.
    case givenUp
  }

  /// Eight bytes: a hundred thousand sockets have a quarter of a million slots.
  private struct Slot: Sendable {
    /// 0 is an empty slot: no socket has it.
    var inode: UInt32 = 0
    private var rest: UInt32 = 0

    init(inode: UInt32 = 0) { self.inode = inode }

    /// Of 30 bits; 0 for never.
    var refresh: UInt32 {
      get { rest >> 2 }
      set { rest = newValue << 2 | rest & 3 }
    }

    var status: Status {
      get { Status(rawValue: UInt8(truncatingIfNeeded: rest & 3)) ?? .new }
      set { rest = rest & ~3 | UInt32(newValue.rawValue) }
    }
  }

  /// The bits that count refreshes; at ten a second they last for three years.
  private static let refreshBits: UInt32 = 0x3fff_ffff

  private var slots = [Slot](repeating: Slot(), count: 1024)
  private(set) var count = 0
  private(set) var refresh: UInt32 = 0

  /// Begins the next refresh: nothing is live until it is touched.
  mutating func beginRefresh() {
    refresh = refresh == Self.refreshBits ? 1 : refresh + 1
  }

  /// Marks `inode` as live; what is known of it now.
  mutating func touch(_ inode: UInt32) -> Status {
    let position = insert(inode, status: .new)
    let wasAsked = slots[position].refresh != refresh
    let isOld = slots[position].refresh != 0
    slots[position].refresh = refresh
    if wasAsked, isOld, slots[position].status == .new { slots[position].status = .missing }
    return slots[position].status
  }

  /// What is known of `inode`; nil when it was never seen.
  func status(of inode: UInt32) -> Status? {
    let slot = slots[position(of: inode)]
    return slot.inode == 0 ? nil : slot.status
  }

  /// Whether `inode` was touched, or stored, in this refresh.
  func isLive(_ inode: UInt32) -> Bool {
    let slot = slots[position(of: inode)]
    return slot.inode != 0 && slot.refresh == refresh
  }

  /// Stores that `inode` has an owner; live until the next refresh.
  mutating func setOwned(_ inode: UInt32) {
    let position = insert(inode, status: .owned)
    slots[position].status = .owned
    slots[position].refresh = refresh
  }

  /// Changes the status of an inode that is in the index.
  mutating func set(_ status: Status, for inode: UInt32) {
    let position = position(of: inode)
    guard slots[position].inode != 0 else { return }
    slots[position].status = status
  }

  /// Keeps `inode` from being forgotten by the next `sweep`; it stays as little live as it is.
  mutating func spare(_ inode: UInt32) {
    let position = position(of: inode)
    guard slots[position].inode != 0, slots[position].refresh != refresh else { return }
    slots[position].refresh = (refresh &- 1) & Self.refreshBits
  }

  /// Forgets every inode that was live in none of the last `refreshes`; tells which.
  mutating func sweep(olderThan refreshes: UInt32) -> [UInt32] {
    var dead: [UInt32] = []
    var kept: [Slot] = []
    for slot in slots where slot.inode != 0 {
      if (refresh &- slot.refresh) & Self.refreshBits > refreshes {
        dead.append(slot.inode)
      } else {
        kept.append(slot)
      }
    }
    guard !dead.isEmpty else { return [] }
    rebuild(kept)
    return dead
  }

  /// The slot of `inode`, or the empty one where it belongs.
  private func position(of inode: UInt32) -> Int {
    let mask = slots.count - 1
    var position = InodeHash.home(of: inode, mask)
    while slots[position].inode != 0, slots[position].inode != inode {
      position = (position + 1) & mask
    }
    return position
  }

  private mutating func insert(_ inode: UInt32, status: Status) -> Int {
    let found = position(of: inode)
    guard slots[found].inode == 0 else { return found }
    if (count + 1) * 4 > slots.count * 3 { rebuild(slots.filter { $0.inode != 0 }) }
    let free = position(of: inode)
    slots[free] = Slot(inode: inode)
    slots[free].status = status
    count += 1
    return free
  }

  private mutating func rebuild(_ kept: [Slot]) {
    var capacity = 1024
    while capacity < (kept.count + 1) * 2 { capacity *= 2 }
    slots = [Slot](repeating: Slot(), count: capacity)
    for slot in kept { slots[position(of: slot.inode)] = slot }
    count = kept.count
  }
}
