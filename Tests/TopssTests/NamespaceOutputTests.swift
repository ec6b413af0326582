import Foundation
import TestSupport
import Testing

/// The real program and the sockets of several network namespaces.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct NamespaceOutputTests {
  /// Two namespaces and one that was made inside the second, all with the same addresses.
  struct Triplet {
    let networks: [NetworkNamespace]
    let pairs: [TrafficPair]
    private let inhabitant: PseudoTerminal

    init() throws {
      let first = try NetworkNamespace()
      let second = try NetworkNamespace()
      var launch = ChildProcess.Launch(
        path: "/usr/bin/unshare",
        arguments: ["-n", "/bin/sh", "-c", "ip link set lo up && exec sleep 300"])
      launch.network = second
      let terminal = try PseudoTerminal(launch)
      let child = terminal.process
      inhabitant = terminal
      let isUp = Deadline.wait {
        let name = try? String(contentsOfFile: "/proc/\(child.pid)/comm", encoding: .utf8)
        return name == "sleep\n"
      }
      guard isUp else { throw TestFailure.system("unshare", 0) }
      networks = [first, second, try NetworkNamespace(of: child.pid)]
      pairs = try networks.map {
        try TrafficPair(in: $0, port: 7000, bytesPerSecond: 100_000, seconds: 60)
      }
    }
  }

  private static func listeners(_ sample: JSONSample) -> [JSONSample.Socket] {
    sample.sockets.filter { $0.sport == 7000 && $0.state == "LISTEN" }
  }

  @Test func `equal addresses in two namespaces and a nested one are kept apart`() throws {
    let triplet = try Triplet()
    let pids = Set(triplet.pairs.map(\.pid))
    let sample = try JSONSample.once(["-tn", "--netns", "all"], in: triplet.networks[1])
    let ours = Self.listeners(sample).filter { socket in
      (socket.owners ?? []).contains { pids.contains($0.pid) }
    }
    #expect(ours.count == 3)
    #expect(Set(ours.compactMap { $0.owners?.first?.pid }) == pids)
    #expect(Set(ours.map { $0.netns ?? "" }).count == 3)
    #expect(ours.first { $0.owners?.first?.pid == triplet.pairs[1].pid }?.netns ?? "" == "")
    // Without the option only the namespace of the program itself is told.
    let own = try JSONSample.once(["-tn"], in: triplet.networks[1])
    #expect(Self.listeners(own).compactMap { $0.owners?.first?.pid } == [triplet.pairs[1].pid])
  }

  private static func run(
    _ words: [String], in network: NetworkNamespace
  ) throws -> ProcessRunner.Result {
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"), arguments: words)
    launch.network = network
    return try ProcessRunner.run(launch)
  }

  private static func isConnected(_ network: NetworkNamespace) throws -> Bool {
    try JSONSample.once(["-tn"], in: network).sockets.contains {
      $0.sport == 7000 && $0.state == "ESTAB"
    }
  }

  @Test func `-K destroys in each namespace what the filter means there, and nothing else`() throws
  {
    let triplet = try Triplet()
    let pid = triplet.pairs[2].pid
    let all = try JSONSample.once(["-tn", "--netns", "all"], in: triplet.networks[0])
    let name = try #require(
      Self.listeners(all).first { $0.owners?.first?.pid == pid }?.netns)
    let kill = ["-K", "-tn", "state", "established", "sport = :7000 and netns = \(name)"]
    // Without the option the other namespaces are out of reach.
    let own = try Self.run(kill, in: triplet.networks[0])
    #expect(own.status == .exited(0))
    let result = try Self.run(["--netns", "all"] + kill, in: triplet.networks[0])
    #expect(result.status == .exited(0), "\(result.errorText)")
    #expect(result.outputText.contains("NETNS") && result.outputText.contains(name))
    #expect(result.outputText.split(separator: "\n").count == 2, "\(result.outputText)")
    #expect(try triplet.networks.map(Self.isConnected) == [true, true, false])
    let device = try Self.run(
      ["--netns", "all", "-K", "-tn", "dev = lo and sport = :7000"], in: triplet.networks[0])
    #expect(device.status == .exited(255))
    #expect(device.errorText.contains("devices"), "\(device.errorText)")
    withExtendedLifetime(triplet) {}
  }

  @Test func `-D takes one namespace and says so`() throws {
    let network = try NetworkNamespace()
    let result = try Self.run(["-t", "-D", "-", "--netns", "all"], in: network)
    #expect(result.status == .exited(255))
    #expect(result.output.isEmpty)
    #expect(result.errorText.contains("one network namespace"), "\(result.errorText)")
  }

  @Test func `-E follows every namespace, also one that comes later`() throws {
    let first = try NetworkNamespace()
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"),
      arguments: ["-E", "-tn", "--netns", "all", "sport = :47211 or sport = :47212"])
    launch.network = first
    let terminal = try PseudoTerminal(launch, rows: 60, columns: 140)
    #expect(terminal.waitFor("NETNS"), "\(terminal.terminal.text)")
    for port in [47211, 47212] as [UInt16] {
      let network = try NetworkNamespace()
      let deadline = Deadline(seconds: 40)
      // The namespace lives while a pair does, and ends are heard once the search has found it.
      let inhabitant = try TrafficPair(in: network, port: 47200, bytesPerSecond: 1, seconds: 60)
      repeat {
        _ = try TrafficPair(in: network, port: port, bytesPerSecond: 1000, seconds: 1)
        if terminal.waitFor("127.0.0.1:\(port)", seconds: 0.5) { break }
      } while !deadline.hasPassed
      #expect(terminal.terminal.text.contains("127.0.0.1:\(port)"), "\(terminal.terminal.text)")
      withExtendedLifetime(inhabitant) {}
    }
    #expect(terminal.terminal.text.contains("net:["), "\(terminal.terminal.text)")
    terminal.hangUp()
  }

  @Test func `a connection on loopback names the process at its other end`() throws {
    let network = try NetworkNamespace()
    let pair = try TrafficPair(in: network, port: 7000, bytesPerSecond: 1000, seconds: 60)
    let sample = try JSONSample.once(["-tn", "state", "established"], in: network)
    #expect(sample.sockets.count == 2)
    #expect(sample.sockets.allSatisfy { $0.peerPid == pair.pid })
    for words in [["-tn"], ["-tn", "--netns", "all"]] {
      let filter = ["state", "established", "sport = :7000 and peer_pid = \(pair.pid)"]
      let listed = try Self.run(["--once", "-H"] + words + filter, in: network)
      #expect(listed.outputText.contains("127.0.0.1:7000"), "\(words) \(listed.errorText)")
      let none = try Self.run(
        ["--once", "-H"] + words + ["state", "established", "peer_pid = 1"], in: network)
      #expect(!none.outputText.contains(":7000"))
    }
    // A filter that the kernel evaluates does not hide the other end.
    let narrow = try JSONSample.once(
      ["-tn", "state", "established", "sport = :7000"], in: network)
    #expect(narrow.sockets.map(\.peerPid) == [pair.pid])
  }

  @Test func `a namespace can be filtered by its name`() throws {
    let triplet = try Triplet()
    let all = try JSONSample.once(["-tn", "--netns", "all"])
    let pid = triplet.pairs[2].pid
    let name = try #require(
      Self.listeners(all).first { $0.owners?.first?.pid == pid }?.netns)
    let one = try JSONSample.once(["-tn", "--netns", "all", "netns = \(name)"])
    #expect(Self.listeners(one).map { $0.owners?.first?.pid } == [pid])
    #expect(one.sockets.allSatisfy { $0.netns == name })
  }

  @Test func `command lines are told`() throws {
    let network = try NetworkNamespace()
    let pair = try TrafficPair(in: network, port: 7000, bytesPerSecond: 1000, seconds: 60)
    let sample = try JSONSample.once(["-tn"], in: network)
    let expected = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(pair.pid)/cmdline"))
      .split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    #expect(Self.listeners(sample).first?.cmd == expected)
  }

  @Test func `the key @ shows every namespace, follows what comes, and goes back`() throws {
    let network = try NetworkNamespace()
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"),
      arguments: ["--interval", "0.5", "sport = :47113 or sport = :47114"])
    launch.network = network
    let terminal = try PseudoTerminal(launch, rows: 24, columns: 140)
    #expect(terminal.waitFor("0 of 0"), "\(terminal.terminal.text)")
    let other = try NetworkNamespace()
    let first = try TrafficPair(in: other, port: 47113, bytesPerSecond: 1000, seconds: 60)
    terminal.type("@")
    #expect(terminal.waitFor("NETNS"), "\(terminal.terminal.text)")
    #expect(terminal.waitFor("[\(first.pid)]"), "\(terminal.terminal.text)")
    let later = try NetworkNamespace()
    let second = try TrafficPair(in: later, port: 47114, bytesPerSecond: 1000, seconds: 60)
    #expect(terminal.waitFor("[\(second.pid)]"), "\(terminal.terminal.text)")
    terminal.type("@")
    #expect(terminal.waitFor("0 of 0"), "\(terminal.terminal.text)")
    #expect(!terminal.terminal.text.contains("NETNS"))
    terminal.process.send(SIGTERM)
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/sbin/ip"), "needs ip"))
  func `-N enters a namespace by name, in listings and on the screen`() throws {
    let name = "topss-netns-\(getpid())"
    func ip(_ words: String...) throws {
      let result = try ProcessRunner.run(
        ChildProcess.Launch(path: "/usr/sbin/ip", arguments: words))
      try #require(result.status == .exited(0), "\(result.errorText)")
    }
    try ip("netns", "add", name)
    defer { try? ip("netns", "del", name) }
    try ip("-n", name, "link", "set", "lo", "up")
    let file = unsafe open("/run/netns/\(name)", O_RDONLY | O_CLOEXEC)
    try #require(file >= 0)
    let network = NetworkNamespace(owning: file)
    let pair = try TrafficPair(in: network, port: 7000, bytesPerSecond: 1000, seconds: 60)
    let sample = try JSONSample.once(["-tn", "-N", name])
    #expect(Self.listeners(sample).compactMap { $0.owners?.first?.pid } == [pair.pid])
    let terminal = try PseudoTerminal(
      ChildProcess.Launch(
        path: try TestEnvironment.product("topss"), arguments: ["--netns", name]),
      rows: 24, columns: 140)
    #expect(terminal.waitFor("netns \(name)"), "\(terminal.terminal.text)")
    #expect(terminal.waitFor("[\(pair.pid)]"), "\(terminal.terminal.text)")
    terminal.process.send(SIGTERM)
  }
}
