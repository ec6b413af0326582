/// Sockets that many hold: a server's listener in a thousand workers, or one socket under a thousand
/// descriptors. One owner more or less costs no walk over the others.
extension OwnersByInode {
  /// How many owners of the socket with this inode are known.
  package func count(ofInode inode: UInt32) -> Int {
    let slot = slots[place(of: inode)]
    return slot.inode == 0 ? 0 : count(in: slot)
  }

  /// Adds an owner to those that are known, which are in the order of pid, then descriptor; false
  /// when it is one of them. It takes the place of one with its pid and descriptor, and of all that
  /// have ended: the owners of a socket end together.
  package mutating func insert(_ owner: SocketOwner, ofInode inode: UInt32) -> Bool {
    let place = place(of: inode)
    let slot = slots[place]
    guard slot.inode != 0 else {
      append(owner, ofInode: inode)
      return true
    }
    guard !holders.process(holder(0, in: slot).number).hasEnded else {
      store([owner], of: inode)
      return true
    }
    let index = position(of: owner.pid, owner.descriptor, in: slot)
    guard index < count(in: slot), isAt(index, owner.pid, owner.descriptor, in: slot) else {
      insert(owner, at: index, in: place)
      return true
    }
    let known = holder(index, in: slot)
    guard holders.owner(known) != owner else { return false }
    holders.release(known)
    let fresh = holders.retain(owner)
    if let list = slot.list { lists[list][index] = fresh } else { slots[place].holder = fresh }
    return true
  }

  /// Takes out the owner with this pid and descriptor, of several in the order of `insert`; false
  /// when it is not among them.
  package mutating func remove(pid: Int32, descriptor: Int32, ofInode inode: UInt32) -> Bool {
    let place = place(of: inode)
    let slot = slots[place]
    guard let list = slot.list else { return false }
    let index = position(of: pid, descriptor, in: slot)
    guard index < lists[list].count, isAt(index, pid, descriptor, in: slot) else { return false }
    holders.release(lists[list].remove(at: index))
    if lists[list].count == 1 {
      slots[place].holder = lists[list][0]
      free(list: list)
    }
    return true
  }

  func count(in slot: Slot) -> Int { slot.list.map { lists[$0].count } ?? 1 }

  /// Enters `owner` in a slot that is taken, before the one at `index`.
  mutating func insert(_ owner: SocketOwner, at index: Int, in place: Int) {
    let fresh = holders.retain(owner)
    guard let list = slots[place].list else {
      let other = slots[place].holder
      let list = store(list: index == 0 ? [fresh, other] : [other, fresh])
      slots[place].holder = Holder(number: list)
      return
    }
    lists[list].insert(fresh, at: index)
  }

  private func holder(_ index: Int, in slot: Slot) -> Holder {
    slot.list.map { lists[$0][index] } ?? slot.holder
  }

  private func isAt(_ index: Int, _ pid: Int32, _ descriptor: Int32, in slot: Slot) -> Bool {
    let holder = holder(index, in: slot)
    return holder.descriptor == descriptor && holders.process(holder.number).pid == pid
  }

  /// Where an owner belongs, by pid, then descriptor.
  private func position(of pid: Int32, _ descriptor: Int32, in slot: Slot) -> Int {
    var (low, high) = (0, count(in: slot))
    while low < high {
      let middle = (low + high) / 2
      let holder = holder(middle, in: slot)
      if (holders.process(holder.number).pid, holder.descriptor) < (pid, descriptor) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
