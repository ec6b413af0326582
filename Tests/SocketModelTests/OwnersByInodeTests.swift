import SocketModel
import Testing
import TextSafety

struct OwnersByInodeTests {
  @Test func `after any stores and removals it tells what a dictionary tells`() {
    var random = SystemRandomNumberGenerator()
    var table = OwnersByInode()
    var model: [UInt32: [SocketOwner]] = [:]
    for _ in 0..<5000 {
      let inode = UInt32.random(in: 1...400, using: &random)
      let count = [0, 1, 1, 1, 2, 3].randomElement(using: &random) ?? 1
      let owners = (0..<count).map { _ in Self.owner(Int32.random(in: 1...30, using: &random)) }
      let isRemoved = Int.random(in: 0..<3, using: &random) == 0
      table[inode] = isRemoved ? nil : owners
      model[inode] = isRemoved ? nil : owners
    }
    #expect(table.count == model.count)
    for inode in UInt32(0)...401 {
      #expect(table[inode] == model[inode])
      #expect(Self.numbered(inode, in: table) == model[inode])
    }
    #expect(table.processCount <= 400, "numbers are used again")
  }

  private static func owner(_ pid: Int32) -> SocketOwner {
    SocketOwner(pid: pid, descriptor: pid % 3, command: RawText(utf8: "p\(pid)"), startTime: 7)
  }

  /// The owners by the way of their numbers.
  private static func numbered(_ inode: UInt32, in table: OwnersByInode) -> [SocketOwner]? {
    var found = [OwnersByInode.Holder](repeating: OwnersByInode.Holder(number: 7), count: 64)
    table.look(up: Array(repeating: inode, count: 64), of: 1 << 63 | 1 << 3, into: &found)
    guard found[63].number == found[3].number, found[4].number == 7 else { return [] }
    let holder = found[3]
    guard !holder.isNone else { return nil }
    let holders = holder.isSeveral ? table.sharers(holder) : [holder]
    return holders.map { holder in
      var owner = table.process(holder.number)
      owner.descriptor = holder.descriptor
      return owner
    }
  }
}
