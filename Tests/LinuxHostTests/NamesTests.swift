import Glibc
import SocketModel
import Synchronization
import Testing
import TextSafety

@testable import LinuxHost

@Suite struct ServiceTableTests {
  let table = ServiceTable(
    Array(
      """
      # comment
      http\t\t80/tcp\t\twww\t# WorldWideWeb
      web 80/tcp
      domain 53/tcp
      domain 53/udp
      broken
      bad 99999/tcp
      bad -1/tcp
      bad 7/
      bad /tcp
      other 9/ddp
      \t
      tail 70/udp
      """.utf8))

  @Test func `the first line of a port names it`() {
    #expect(table.name(port: 80, .tcp) == RawText(utf8: "http"))
    #expect(table.name(port: 80, .udp) == nil)
    #expect(table.name(port: 53, .udp) == RawText(utf8: "domain"))
    #expect(table.name(port: 70, .udp) == RawText(utf8: "tail"))
  }

  @Test func `names and aliases lead to a port`() {
    #expect(table.port(name: "www".utf8, .tcp) == 80)
    #expect(table.port(name: "web".utf8, .tcp) == 80)
    #expect(table.port(name: "www".utf8, .udp) == nil)
    #expect(table.port(name: "bad".utf8, .tcp) == nil)
    #expect(table.port(name: "80/tcp".utf8, .tcp) == nil)
  }

  @Test(
    arguments: [
      ("ssh", 22), ("http", 80), ("sftp", 115), ("https", 443), ("webcache", 8080),
      ("postgresql", 5432), ("redis", 6379),
    ] as [(String, UInt16)])
  func `common services are known without the file`(name: String, port: UInt16) {
    #expect(ServiceTable.bundled.port(name: name.utf8, .tcp) == port)
    #expect(ServiceTable.bundled.name(port: port, .tcp) != nil)
  }
}

@Suite struct SystemNamesTests {
  @Test func `without files the bundled names answer`() {
    let names = SystemNames(etc: "/nonexistent", portRange: "/nonexistent")
    #expect(names.service(port: 443, kind: .tcp) == RawText(utf8: "https"))
    #expect(names.service(port: 58, kind: .raw) == RawText(utf8: "ipv6-icmp"))
    #expect(names.service(port: 443, kind: .unixStream) == nil)
    #expect(names.service(port: 70_000, kind: .tcp) == nil)
    #expect(names.port(service: "domain", kinds: .internet) == 53)
    #expect(names.port(service: "domain", kinds: .unix) == nil)
    #expect(names.port(service: "nosuchservice", kinds: .all) == nil)
    #expect(names.ephemeralPorts == 1024...4999)
  }

  @Test func `users come from the passwd file and back`() {
    let names = SystemNames()
    #expect(names.user(uid: 0) == RawText(utf8: "root"))
    #expect(names.uid(user: "root") == 0)
    #expect(names.user(uid: 4_000_000_123) == nil)
    #expect(names.uid(user: "no such user") == nil)
  }

  @Test func `a user that only the C library knows comes later`() {
    let answered = Mutex(false)
    let names = SystemNames(etc: "/nonexistent") { answered.withLock { $0 = true } }
    #expect(names.user(uid: 0) == nil)
    waitUntil { answered.withLock { $0 } }
    #expect(names.user(uid: 0) == RawText(utf8: "root"))
  }

  @Test func `the loopback interface has a name and an index`() throws {
    let names = SystemNames()
    let index = try #require(names.deviceIndex(name: "lo"))
    #expect(names.device(index: index) == RawText(utf8: "lo"))
    #expect(names.device(index: 4_000_000_000) == nil)
    #expect(names.deviceIndex(name: "nosuchdevice") == nil)
  }

  static let mount = CgroupTree.mounted().mount
  static let canMakeGroups =
    mount.map { unsafe access($0, W_OK) == 0 } ?? false

  @Test(.enabled(if: canMakeGroups, "making a control group needs root and cgroup2"))
  func `a control group's path and id lead to each other`() throws {
    let mount = try #require(Self.mount)
    let name = "topss-names-\(getpid())"
    try #require(unsafe mkdir("\(mount)/\(name)", 0o755) == 0)
    defer { unsafe rmdir("\(mount)/\(name)") }
    let names = SystemNames()
    let id = try #require(names.cgroupID(path: "/\(name)"))
    var status = stat()
    try #require(unsafe stat("\(mount)/\(name)", &status) == 0)
    #expect(id == UInt64(status.st_ino))
    #expect(names.cgroupID(path: "\(mount)/\(name)") == id)
    names.loadCgroups()
    #expect(names.cgroup(id: id) == RawText(utf8: "/\(name)"))
    #expect(names.cgroup(id: UInt64.max) == nil)
    #expect(names.cgroupID(path: "no such group") == nil)
  }

  @Test(
    arguments: [
      ("32768\t60999\n", 32768...60999), ("1 1", 1...1), ("5 4", nil), ("", nil), ("1", nil),
      ("1 2 3", nil), ("a b", nil), ("-1 5", nil),
    ] as [(String, ClosedRange<UInt32>?)])
  func `the port range is two ascending numbers`(text: String, range: ClosedRange<UInt32>?) {
    #expect(SystemNames.parsePortRange(Array(text.utf8)) == range)
  }
}

@Suite struct MountTableTests {
  @Test func `the cgroup2 mount is found after optional fields, its blanks restored`() {
    let text = """
      31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw
      32 31 0:29 / /sys/fs/cgroup/cgroup2 rw shared:9 - cgroup cgroup rw,cpu
      41 31 0:38 / /mnt/my\\040groups rw shared:7 master:2 - cgroup2 cgroup2 rw
      42 31 0:38 / /second rw - cgroup2 cgroup2 rw
      """
    #expect(MountTable.cgroup2(Array(text.utf8)) == Array("/mnt/my groups".utf8))
    #expect(MountTable.cgroup2(Array("1 2 3".utf8)) == nil)
  }
}

@Suite struct HostResolverTests {
  let address = HostAddress(family: .inet, bits: AddressBits(word: 0x7f00_0001))

  func makeResolver(
    pool: WorkerPool = WorkerPool(), timeLimitSeconds: Double = 5,
    name: @escaping @Sendable (HostAddress) -> RawText? = { _ in nil },
    addresses: @escaping @Sendable (String) -> [HostAddress] = { _ in [] }
  ) -> HostResolver {
    HostResolver(
      pool: pool, timeLimitSeconds: timeLimitSeconds, didChange: {}, lookUpName: name,
      lookUpAddresses: addresses)
  }

  @Test func `a name is nil until its answer came, and is asked for once`() {
    let asked = Mutex(0)
    let resolver = makeResolver(name: { _ in
      asked.withLock { $0 += 1 }
      return RawText(utf8: "evil\u{1b}]0;x")
    })
    #expect(resolver.name(of: address) == nil)
    for _ in 0..<10 { #expect(resolver.resolve(address)) }
    waitUntil { resolver.name(of: address) != nil }
    #expect(resolver.name(of: address) == RawText(utf8: "evil\u{1b}]0;x"))
    #expect(asked.withLock { $0 } == 1)
  }

  @Test func `a slow look-up blocks nobody and its late answer is used`() {
    let gate = Mutex(false)
    let found = [address]
    let resolver = makeResolver(
      timeLimitSeconds: 0,
      addresses: { _ in
        waitUntil { gate.withLock { $0 } }
        return found
      })
    #expect(resolver.addresses(of: "slow") == nil)
    #expect(resolver.resolve(host: "slow"))
    waitUntil { resolver.addresses(of: "slow") == [] }
    #expect(resolver.addresses(of: "slow") == [])
    gate.withLock { $0 = true }
    waitUntil { resolver.addresses(of: "slow") == found }
    #expect(resolver.addresses(of: "slow") == found)
  }

  @Test func `a dead name server does not pile up work`() {
    let gate = Mutex(false)
    let resolver = makeResolver(
      pool: WorkerPool(threads: 1, queued: 4),
      name: { _ in
        waitUntil { gate.withLock { $0 } }
        return nil
      })
    let accepted = (0..<100).filter { number in
      resolver.resolve(HostAddress(family: .inet, bits: AddressBits(word: number)))
    }
    #expect(accepted.count <= 5)
    gate.withLock { $0 = true }
  }

  @Test func `a name server that never answers holds nobody up`() {
    let gate = Mutex(false)
    let resolver = makeResolver(addresses: { _ in
      waitUntil { gate.withLock { $0 } }
      return []
    })
    let clock = ContinuousClock()
    let begin = clock.now
    let silent = resolver.resolve(hosts: ["a.example", "b.example"], seconds: 0.05)
    #expect(silent == ["a.example", "b.example"])
    // Far below the ten seconds of the gate, and far above what a busy machine takes.
    #expect(clock.now - begin < .seconds(5))
    #expect(resolver.addresses(of: "a.example") == [])
    gate.withLock { $0 = true }
  }

  @Test func `hosts that are answered in time are not waited for any longer`() {
    let answer = [HostAddress(family: .inet, bits: AddressBits(word: 0x7f00_0001))]
    let resolver = makeResolver(addresses: { _ in answer })
    #expect(resolver.resolve(hosts: ["a.example"], seconds: 30) == [])
    #expect(resolver.addresses(of: "a.example") == answer)
  }

  @Test func `the loopback address has its hosts entry`() {
    let resolver = HostResolver()
    let found = resolver.resolveNow(host: "localhost")
    #expect(found.contains(address) || found.contains { $0.family == .inet6 })
    let mapped = HostAddress(
      family: .inet6, bits: AddressBits(high: 0, low: 0xffff_7f00_0001))
    #expect(resolver.resolveNow(mapped) == resolver.resolveNow(address))
  }
}

/// Polls for up to ten seconds.
func waitUntil(_ condition: () -> Bool) {
  for _ in 0..<10_000 where !condition() { usleep(1000) }
}
