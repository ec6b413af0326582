/// Who holds which socket, by the inode of the socket's file: twelve bytes a socket, so that a
/// hundred thousand are copied in no time.
///
/// Nearly every socket has one holder, and few processes hold them all: a slot names the holder by
/// its number, and only sockets that several hold have a list of numbers.
package struct OwnersByInode: Sendable {
  /// Who holds one socket: a process by its number, or several in one.
  package struct Holder: Sendable {
    /// The process's number, in 0..<`processCount`: see `process(_:)`. For several it is above all
    /// of those: see `sharers(_:)`.
    package var number: UInt32 = 0
    /// The descriptor's number in that process.
    package var descriptor: Int32 = 0

    /// No holder is known.
    package static var none: Holder { Holder(number: .max) }

    package var isNone: Bool { number == .max }
    package var isSeveral: Bool { number >= OwnersByInode.shared && number != .max }

    package init(number: UInt32 = 0, descriptor: Int32 = 0) {
      self.number = number
      self.descriptor = descriptor
    }
  }

  struct Slot: Sendable {
    /// 0 is a free slot: no socket has it.
    var inode: UInt32 = 0
    /// Of a socket that several hold, `number` is `shared` and the place in `lists`.
    var holder = Holder.none

    var list: Int? { holder.isSeveral ? Int(holder.number - OwnersByInode.shared) : nil }
  }

  static let shared: UInt32 = 1 << 31

  /// Open addressing with linear probing; the count is a power of two.
  var slots = [Slot](repeating: Slot(), count: 64)
  var holders = HolderTable()
  /// Of two holders at least, or free.
  var lists: [[Holder]] = []
  private var freeLists: [UInt32] = []
  /// Sockets with a known owner.
  package private(set) var count = 0

  package init() {}

  /// The same as a dictionary tells.
  package init(_ owners: [UInt32: [SocketOwner]]) {
    for (inode, owners) in owners { self[inode] = owners }
  }

  package var isEmpty: Bool { count == 0 }

  /// The owners of the socket with this inode, in the order that they were stored in; nil when none
  /// is known, never empty.
  package subscript(inode: UInt32) -> [SocketOwner]? {
    get {
      let slot = slots[place(of: inode)]
      return slot.inode == 0 ? nil : owners(in: slot)
    }
    set {
      guard inode != 0 else { return }
      guard let newValue, !newValue.isEmpty else { return remove(inode) }
      store(newValue, of: inode)
    }
  }

  /// Sets `found` at each place whose bit is set in `places` to who holds the socket with the inode
  /// there; both are as long as the highest bit says. For loops over all sockets: each look-up waits
  /// for memory, and many wait as long as one if nothing is decided before all have come.
  package func look(up inodes: [UInt32], of places: UInt64, into found: inout [Holder]) {
    guard places != 0 else { return }
    var found = found.mutableSpan
    let mask = slots.count &- 1
    // Nothing but asking for them: the less each takes, the more are on their way at once.
    var sum: UInt32 = 0
    var rest = places
    while rest != 0 {
      sum &+= slots[InodeHash.home(of: inodes[rest.trailingZeroBitCount], mask)].inode
      rest &= rest &- 1
    }
    found[places.trailingZeroBitCount].number = sum
    rest = places
    while rest != 0 {
      let place = rest.trailingZeroBitCount
      found[place] = slots[self.place(of: inodes[place])].holder
      rest &= rest &- 1
    }
  }

  /// The holders of a socket that several hold, in the order that they were stored in.
  package func sharers(_ several: Holder) -> [Holder] {
    guard several.isSeveral else { return [] }
    return lists[Int(several.number - Self.shared)]
  }

  /// More than every process's number.
  package var processCount: Int { holders.count }

  /// The process with this number; its descriptor is 0.
  package func process(_ number: UInt32) -> SocketOwner {
    holders.process(number)
  }

  /// The only owner of the socket with this inode; nil when none is known, or several are.
  package func soleOwner(ofInode inode: UInt32) -> SocketOwner? {
    let slot = slots[place(of: inode)]
    guard slot.inode != 0, slot.list == nil else { return nil }
    return holders.owner(slot.holder)
  }

  /// Adds an owner behind those that are known.
  package mutating func append(_ owner: SocketOwner, ofInode inode: UInt32) {
    guard inode != 0 else { return }
    let place = place(of: inode)
    guard slots[place].inode == 0 else {
      return insert(owner, at: count(in: slots[place]), in: place)
    }
    guard (count + 1) * 4 <= slots.count * 3 else { return store([owner], of: inode) }
    slots[place] = Slot(inode: inode, holder: holders.retain(owner))
    count += 1
  }

  private func owners(in slot: Slot) -> [SocketOwner] {
    guard let list = slot.list else { return [holders.owner(slot.holder)] }
    return lists[list].map { holders.owner($0) }
  }

  @inline(__always)
  func place(of inode: UInt32) -> Int {
    let mask = slots.count &- 1
    var place = InodeHash.home(of: inode, mask)
    while slots[place].inode != 0, slots[place].inode != inode { place = (place &+ 1) & mask }
    return place
  }

  mutating func store(_ owners: [SocketOwner], of inode: UInt32) {
    var place = place(of: inode)
    if slots[place].inode == 0 {
      if (count + 1) * 4 > slots.count * 3 {
        grow()
        place = self.place(of: inode)
      }
      count += 1
    } else {
      release(slots[place])
    }
    let kept = owners.map { holders.retain($0) }
    slots[place] = Slot(
      inode: inode, holder: kept.count == 1 ? kept[0] : Holder(number: store(list: kept)))
  }

  /// The number that stands for the list in a slot.
  mutating func store(list: [Holder]) -> UInt32 {
    if let free = freeLists.popLast() {
      lists[Int(free)] = list
      return Self.shared + free
    }
    lists.append(list)
    return Self.shared + UInt32(lists.count - 1)
  }

  private mutating func release(_ slot: Slot) {
    guard let list = slot.list else { return holders.release(slot.holder) }
    for holder in lists[list] { holders.release(holder) }
    free(list: list)
  }

  mutating func free(list: Int) {
    lists[list] = []
    freeLists.append(UInt32(list))
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: old.count * 2)
    for slot in old where slot.inode != 0 { slots[place(of: slot.inode)] = slot }
  }

  /// Frees the slot, and moves those behind it that would no longer be found.
  private mutating func remove(_ inode: UInt32) {
    var hole = place(of: inode)
    guard slots[hole].inode != 0 else { return }
    release(slots[hole])
    count -= 1
    let mask = slots.count - 1
    var next = (hole + 1) & mask
    while slots[next].inode != 0 {
      let home = InodeHash.home(of: slots[next].inode, mask)
      if (next &- home) & mask >= (next &- hole) & mask {
        slots[hole] = slots[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    slots[hole] = Slot()
  }
}

/// Where an inode belongs in a table with open addressing.
package enum InodeHash {
  /// A place in a table of `mask` + 1 places, a power of two of at least eight.
  ///
  /// Eight inodes in a row stay together: descriptors in a row lead to such, and who looks them all
  /// up waits for memory an eighth as often.
  @inline(__always) package static func home(of inode: UInt32, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: (inode >> 3) &* 2_654_435_761 << 3 | inode & 7) & mask
  }
}

extension OwnersByInode: Sequence {
  /// Inodes with their owners, in no order.
  package func makeIterator() -> AnyIterator<(key: UInt32, value: [SocketOwner])> {
    var place = 0
    return AnyIterator {
      while place < slots.count {
        let slot = slots[place]
        place += 1
        if slot.inode != 0 { return (slot.inode, owners(in: slot)) }
      }
      return nil
    }
  }

  /// The owners of each socket, in no order.
  package var values: some Sequence<[SocketOwner]> { lazy.map(\.value) }
}

extension OwnersByInode: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (UInt32, [SocketOwner])...) {
    for (inode, owners) in elements { self[inode] = owners }
  }
}
