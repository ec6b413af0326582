internal import CTestSupport
internal import Glibc
internal import LinuxHost
internal import SocketModel

/// What it costs to know the owners of a load's sockets.
enum OwnerFigures {
  private static let connections = 500

  static func measure(_ size: Int) {
    let collector = SocketCollector()
    var scanner = OwnerScanner()
    let live = inodes(collector)
    var ratios: [Double] = []
    for _ in 0..<5 {
      let floor = cost { _ = topss_test_map_descriptors() }
      scanner = OwnerScanner()
      let first = cost {
        _ = scanner.update(liveInodes: live)
        while scanner.isUnfinished { _ = scanner.resume() }
      }
      ratios.append(first / floor)
    }
    report("4 first map / reading all of /proc", size, goal: "<= 1.2", median(ratios), "x")
    let known = inodes(collector)
    _ = scanner.update(liveInodes: known)
    while scanner.isUnfinished { _ = scanner.resume() }
    let before = scanner.calls
    _ = scanner.update(liveInodes: known)
    let asked = scanner.calls == before ? 0.0 : 1
    report("4 questions to /proc, nothing new", size, goal: "0", asked, "")
    measureChurn(size, collector, &scanner)
  }

  /// A thousand sockets that are new at each of the refreshes, a second apart.
  private static func measureChurn(
    _ size: Int, _ collector: SocketCollector, _ scanner: inout OwnerScanner
  ) {
    var costs: [Double] = []
    var pairs: [Int32] = []
    var now = HostClock.monotonic()
    for _ in 0..<8 {
      for file in pairs { close(file) }
      pairs = Connections.open(connections)
      let live = inodes(collector)
      now.nanoseconds &+= 1_000_000_000
      costs.append(
        cost {
          _ = scanner.update(liveInodes: live, now: now)
          while scanner.isUnfinished { _ = scanner.resume() }
        })
    }
    for file in pairs { close(file) }
    report(
      "4 owners of 1,000 new sockets", size, goal: "<= 15",
      median(Array(costs.dropFirst())) / 1e6, "ms")
  }

  private static func inodes(_ collector: SocketCollector) -> [UInt32] {
    collector.collect(CollectionPlan(tables: SocketTables(.tcp))).records.map(\.inode)
  }
}

/// TCP connections of this process with itself.
enum Connections {
  /// Both ends of `count` connections, to be closed by the caller; fewer where there are no more.
  static func open(_ count: Int) -> [Int32] {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(server) }
    let isListening = unsafe withUnsafeMutableBytes(of: &address) { bytes in
      let place = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
      guard let place = unsafe place, unsafe bind(server, place, length) == 0 else { return false }
      return unsafe listen(server, 16) == 0 && getsockname(server, place, &length) == 0
    }
    guard isListening else { return [] }
    var files: [Int32] = []
    for _ in 0..<count {
      let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      guard client >= 0 else { break }
      files.append(client)
      // No TIME-WAIT is left behind.
      var brief = linger(l_onoff: 1, l_linger: 0)
      unsafe setsockopt(
        client, SOL_SOCKET, SO_LINGER, &brief, socklen_t(MemoryLayout<linger>.size))
      let isConnected = unsafe withUnsafeBytes(of: &address) { bytes in
        guard let place = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else {
          return false
        }
        return unsafe connect(client, place, length) == 0
      }
      guard isConnected else { break }
      let accepted = accept(server, nil, nil)
      guard accepted >= 0 else { break }
      files.append(accepted)
    }
    return files
  }

  /// `count` UDP sockets and `count` unix sockets.
  static func openOthers(_ count: Int) -> [Int32] {
    var files: [Int32] = []
    var any = sockaddr_in()
    any.sin_family = sa_family_t(AF_INET)
    for _ in 0..<count {
      let file = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
      unsafe withUnsafeBytes(of: &any) { bytes in
        guard let place = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else {
          return
        }
        _ = unsafe bind(file, place, socklen_t(bytes.count))
      }
      files.append(file)
    }
    var ends: [Int32] = [0, 0]
    for _ in 0..<(count / 2) {
      guard unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else { break }
      files += ends
    }
    return files
  }
}
