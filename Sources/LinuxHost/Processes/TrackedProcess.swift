internal import TextSafety

/// A process whose descriptors are followed.
struct TrackedProcess: Sendable {
  /// A descriptor that leads to a socket.
  struct Descriptor: Hashable, Sendable {
    var number: Int32
    var inode: UInt32
    /// The socket was looked at again and still there though no dump has it: of another namespace,
    /// or of a family without diagnosis. Only a full pass looks again.
    var isOutside = false
  }

  /// Who the process is.
  struct Identity: Hashable, Sendable {
    var command: RawText
    var startTime: UInt64
  }

  /// Where its descriptors belong.
  enum Place: Sendable {
    /// In a namespace whose sockets are asked for.
    case home
    /// In another one: only asked when everything else was in vain.
    case foreign
    /// Its descriptors may not be read.
    case unreadable
    /// It has none: a kernel thread, a zombie.
    case empty
  }

  let pid: Int32
  /// The inode of `/proc/PID`: a reused pid has another one.
  var directoryInode: UInt64
  var place = Place.home
  /// Nil until the process turned out to hold a socket.
  var identity: Identity?
  /// Ascending by number.
  var sockets: [Descriptor] = []
  /// The lowest free numbers, ascending: the kernel hands them out first.
  var holes: [Int32] = []
  /// The highest number in use; -1 for none.
  var highest: Int32 = -1

  static let holesKept = 64

  init(pid: Int32, directoryInode: UInt64) {
    self.pid = pid
    self.directoryInode = directoryInode
  }

  /// Of the sockets, each once.
  var inodes: Set<UInt32> { Set(sockets.lazy.map(\.inode)) }

  /// The position of descriptor `number`; nil when it is not known to be a socket.
  func position(of number: Int32) -> Int? {
    let position = insertionPoint(of: number)
    guard position < sockets.count, sockets[position].number == number else { return nil }
    return position
  }

  /// Stores that `number` leads to the socket with `inode`; returns to which one it led before.
  mutating func set(_ number: Int32, inode: UInt32) -> UInt32? {
    highest = max(highest, number)
    holes.removeAll { $0 == number }
    let position = insertionPoint(of: number)
    let descriptor = Descriptor(number: number, inode: inode)
    guard position < sockets.count, sockets[position].number == number else {
      sockets.insert(descriptor, at: position)
      return nil
    }
    defer { sockets[position] = descriptor }
    return sockets[position].inode
  }

  /// Forgets `descriptors`, ascending by number.
  mutating func remove(_ descriptors: [Descriptor]) {
    var rest = descriptors[...]
    sockets.removeAll {
      while let gone = rest.first, gone.number < $0.number { rest.removeFirst() }
      return rest.first?.number == $0.number
    }
  }

  /// Takes `number` for one of the free ones.
  mutating func free(_ number: Int32) {
    guard number < highest, !holes.contains(number) else { return }
    let position = holes.firstIndex { $0 > number } ?? holes.count
    holes.insert(number, at: position)
    if holes.count > Self.holesKept { holes.removeLast() }
  }

  /// Takes over what a listing of all open numbers (ascending) showed.
  mutating func setOpenNumbers(_ numbers: [Int32]) {
    highest = numbers.last ?? -1
    holes = []
    var expected: Int32 = 0
    for number in numbers {
      while expected < number, holes.count < Self.holesKept {
        holes.append(expected)
        expected += 1
      }
      guard holes.count < Self.holesKept else { return }
      expected = number &+ 1
    }
  }

  private func insertionPoint(of number: Int32) -> Int {
    guard let last = sockets.last, last.number >= number else { return sockets.count }
    var low = 0
    var high = sockets.count
    while low < high {
      let middle = (low + high) / 2
      if sockets[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
