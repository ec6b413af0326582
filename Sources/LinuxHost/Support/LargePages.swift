/// Memory for the arrays of many sockets, which is asked for and given back with every poll.
///
/// In pages of 4 KiB the kernel takes five times as long to hand it out as the program to write it:
/// a tenth of a poll at 100,000 sockets. Where it has large pages for those who ask
/// (`/sys/kernel/mm/transparent_hugepage/enabled`), these arrays ask; elsewhere nothing is different.
package enum LargePages {
  /// Bytes of a large page on x86-64, and on arm64 with small pages of 4 KiB.
  private static let size = 2 << 20
  /// Bytes before the first element: what the array and the C library keep there.
  private static let head = 48

  /// An empty array with room for `count` elements and an eighth more.
  package static func array<Element>(of type: Element.Type, count: Int) -> [Element] {
    let stride = max(1, MemoryLayout<Element>.stride)
    var array: [Element] = []
    guard count > 0, count <= Int(Int32.max), stride <= 4096 else { return array }
    let room = count &+ count / 8
    guard count &* stride >= 2 &* size else {
      array.reserveCapacity(room)
      return array
    }
    // The kernel aligns a block that is as long as several large pages, and no other.
    let pages = (head &+ room &* stride &+ size &- 1) / size
    array.reserveCapacity((pages &* size &- head) / stride)
    // The last page stays in small ones, of which only those in use count, unless it is nearly full.
    let full = (head &+ count &* stride &+ size / 4) / size
    Syscall.adviseLargePages(&array, head: head, bytes: full &* size)
    return array
  }
}
