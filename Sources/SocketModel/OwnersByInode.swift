/// Who holds which socket, by the inode of the socket's file: twelve bytes a socket, so that a
/// hundred thousand are copied in no time.
///
/// Nearly every socket has one holder, and few processes hold them all: a slot names the holder by
/// its number, and only sockets that several hold have a list of their own.
package struct OwnersByInode: Sendable {
  private struct Slot: Sendable {
    /// 0 is a free slot: no socket has it.
    var inode: UInt32 = 0
    /// The place in `holders`; `shared` for a socket that stands in `lists`.
    var holder: UInt32 = 0
    var descriptor: Int32 = 0
  }

  private static let shared = UInt32.max

  /// Open addressing with linear probing; the count is a power of two.
  private var slots = [Slot](repeating: Slot(), count: 64)
  private var holders = HolderTable()
  private var lists: [UInt32: [SocketOwner]] = [:]
  /// Sockets with a known owner.
  package private(set) var count = 0

  package init() {}

  /// The same as a dictionary tells.
  package init(_ owners: [UInt32: [SocketOwner]]) {
    for (inode, owners) in owners { self[inode] = owners }
  }

  package var isEmpty: Bool { count == 0 }

  /// The owners of the socket with this inode, in the order that they were stored in; nil when none
  /// is known.
  package subscript(inode: UInt32) -> [SocketOwner]? {
    get {
      let slot = slots[place(of: inode)]
      return slot.inode == 0 ? nil : owners(in: slot)
    }
    set {
      guard inode != 0 else { return }
      guard let newValue else { return remove(inode) }
      store(newValue, of: inode)
    }
  }

  private func owners(in slot: Slot) -> [SocketOwner] {
    if slot.holder == Self.shared { return lists[slot.inode] ?? [] }
    return [holders.owner(Int(slot.holder), descriptor: slot.descriptor)]
  }

  private func place(of inode: UInt32) -> Int {
    let mask = slots.count - 1
    var place = Self.home(of: inode, mask)
    while slots[place].inode != 0, slots[place].inode != inode { place = (place + 1) & mask }
    return place
  }

  private static func home(of inode: UInt32, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: inode &* 2_654_435_761) & mask
  }

  private mutating func store(_ owners: [SocketOwner], of inode: UInt32) {
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
    slots[place] = Slot(inode: inode)
    if owners.count == 1, let number = holders.retain(owners[0]) {
      slots[place].holder = number
      slots[place].descriptor = owners[0].descriptor
    } else {
      slots[place].holder = Self.shared
      lists[inode] = owners
    }
  }

  private mutating func release(_ slot: Slot) {
    if slot.holder == Self.shared {
      lists[slot.inode] = nil
    } else {
      holders.release(Int(slot.holder))
    }
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
      let home = Self.home(of: slots[next].inode, mask)
      if (next &- home) & mask >= (next &- hole) & mask {
        slots[hole] = slots[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    slots[hole] = Slot()
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

/// Processes that hold sockets, each once, with the number of sockets that it alone holds.
private struct HolderTable: Sendable {
  /// The processes, without a descriptor; those with a use of 0 may be replaced.
  private var owners: [SocketOwner] = []
  private var uses: [UInt32] = []
  private var places: [SocketOwner: UInt32] = [:]
  private var free: [UInt32] = []

  func owner(_ number: Int, descriptor: Int32) -> SocketOwner {
    var owner = owners[number]
    owner.descriptor = descriptor
    return owner
  }

  /// The number of the process of `owner`, which now holds one socket more; nil when there are too
  /// many.
  mutating func retain(_ owner: SocketOwner) -> UInt32? {
    var process = owner
    process.descriptor = 0
    if let number = places[process] {
      uses[Int(number)] += 1
      return number
    }
    guard let number = free.popLast() ?? UInt32(exactly: owners.count), number < .max else {
      return nil
    }
    places[process] = number
    if Int(number) < owners.count {
      owners[Int(number)] = process
      uses[Int(number)] = 1
    } else {
      owners.append(process)
      uses.append(1)
    }
    return number
  }

  mutating func release(_ number: Int) {
    uses[number] -= 1
    guard uses[number] == 0 else { return }
    places[owners[number]] = nil
    free.append(UInt32(number))
  }
}
