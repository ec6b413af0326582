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
      model[inode] = isRemoved || owners.isEmpty ? nil : owners
    }
    #expect(table.count == model.count)
    for inode in UInt32(0)...401 {
      #expect(table[inode] == model[inode])
      #expect(Self.numbered(inode, in: table) == model[inode])
    }
    #expect(table.processCount <= 400, "numbers are used again")
  }

  @Test func `owners come and go in their order, one by one`() {
    var random = SystemRandomNumberGenerator()
    var table = OwnersByInode()
    var model: [UInt32: [SocketOwner]] = [:]
    for _ in 0..<20_000 {
      let inode = UInt32.random(in: 1...20, using: &random)
      var owner = Self.owner(Int32.random(in: 1...9, using: &random))
      owner.descriptor = Int32.random(in: 0...2, using: &random)
      owner.startTime = UInt64.random(in: 1...2, using: &random)
      let known = model[inode] ?? []
      switch Int.random(in: 0..<16, using: &random) {
      case 0..<8:
        #expect(table.insert(owner, ofInode: inode) == !known.contains(owner))
        let others = known.filter { !$0.hasEnded && !$0.isAt(owner) }
        model[inode] = (others + [owner]).sorted {
          ($0.pid, $0.descriptor) < ($1.pid, $1.descriptor)
        }
      case 8..<15:
        let isOne = known.count > 1 && known.contains { $0.isAt(owner) }
        let isGone = table.remove(
          pid: owner.pid, descriptor: owner.descriptor, ofInode: inode)
        #expect(isGone == isOne)
        if isOne { model[inode] = known.filter { !$0.isAt(owner) } }
      default:
        model[inode] = model[inode]?.map { $0.ended }
        table[inode] = model[inode]
      }
      #expect(table[inode] == model[inode])
      #expect(table.count(ofInode: inode) == model[inode]?.count ?? 0)
      let sole = model[inode].flatMap { $0.count == 1 ? $0[0] : nil }
      #expect(table.soleOwner(ofInode: inode) == sole)
    }
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

extension SocketOwner {
  fileprivate func isAt(_ other: SocketOwner) -> Bool {
    pid == other.pid && descriptor == other.descriptor
  }

  fileprivate var ended: SocketOwner {
    var owner = self
    owner.hasEnded = true
    return owner
  }
}
