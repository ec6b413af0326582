import Foundation
import LinuxHost
import SocketFilter
import SocketModel
import TestSupport
import Testing
import TextSafety

/// Matcher, bytecode in the reference interpreter, bytecode in the real kernel, and the installed
/// `ss`: all four on the same sockets of a namespace of their own.
@Suite(
  .serialized,
  .enabled(if: TestSupport.NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace"),
  .enabled(if: TestEnvironment.isRoot, "needs CAP_NET_ADMIN to compare marks"))
struct KernelDifferentialTests {
  @Test func `matcher, interpreter, kernel and ss agree on ten thousand pairs`() throws {
    let zoo = try FilterZoo()
    defer { zoo.close() }
    var random = zoo.filters(seed: 11)
    var tally = Tally()
    let before = Set(zoo.dump().map(SocketKey.init))
    var rounds: [Round] = []
    while rounds.count < 300 { rounds.append(try zoo.round(random.filter())) }
    // What came or went in between, such as the end of TIME-WAIT, is nobody's mistake.
    let after = zoo.dump()
    let stable = after.filter { before.contains(SocketKey($0)) }
    try #require(stable.count > 30)
    for round in rounds { check(round, stable, &tally) }
    #expect(tally.pairs >= 10_000, "\(tally)")
    #expect(tally.matches > 1000 && tally.sortedOut > 1000, "\(tally)")
    #expect(tally.withMarks > 20 && tally.withAutobound > 10, "\(tally)")
    #expect(tally.withPorts > 20, "\(tally)")
  }

  /// How much was compared.
  struct Tally {
    var pairs = 0
    var matches = 0
    var sortedOut = 0
    var withMarks = 0
    var withAutobound = 0
    var withPorts = 0
  }

  /// A filter and what the kernel and `ss` answered to it.
  struct Round {
    var text: String
    var filter: ParsedFilter
    var code: KernelBytecode?
    var kernel: Set<SocketKey>
    var listed: [SocketKey.Shown: Int]
  }

  private func check(_ round: Round, _ sockets: [SocketRecord], _ tally: inout Tally) {
    let matcher = compiled(round.filter)
    let interpreter = round.code.map { BytecodeInterpreter(bytes: $0.bytes) }
    let ports = RequestedPorts(of: round.filter)
    tally.withPorts += ports == RequestedPorts() ? 0 : 1
    let isTold = round.code?.usesAutobound != true
    tally.withMarks += round.code?.needsNetAdmin == true ? 1 : 0
    tally.withAutobound += isTold ? 0 : 1
    var expected: [SocketKey.Shown: Int] = [:]
    for record in sockets {
      let isSent = round.kernel.contains(SocketKey(record))
      let isMatch = matcher.matches(record, names: [])
      tally.pairs += 1
      tally.matches += isMatch ? 1 : 0
      tally.sortedOut += isSent ? 0 : 1
      // Which ports were chosen by the kernel, user space cannot see.
      if isTold {
        let isCode = interpreter?.accepts(record) ?? true
        #expect(isSent == (isCode && ports.accept(record)), "\(round.text): \(record)")
        #expect(!isMatch || isSent, "\(round.text): the kernel hides \(record)")
      }
      if isSent, isMatch { expected[SocketKey.Shown(record), default: 0] += 1 }
    }
    for shown in Set(sockets.map(SocketKey.Shown.init)) where shown.isAskedForBySS {
      #expect(round.listed[shown] == expected[shown], "\(round.text): ss differs on \(shown)")
    }
  }
}

/// A socket, to find it again in another dump.
struct SocketKey: Hashable {
  /// What a listing shows of it.
  struct Shown: Hashable {
    var kind: SocketKind
    var state: SocketState
    var family: AddressFamily
    var local: AddressBits
    var remote: AddressBits
    var localPort: UInt32
    var remotePort: UInt32

    init(_ record: SocketRecord) {
      (kind, state, family) = (record.kind, record.state, record.family)
      (local, remote) = (record.localAddress, record.remoteAddress)
      (localPort, remotePort) = (record.localPort, record.remotePort)
    }

    /// `ss` does not ask for TCP sockets that are bound and nothing else.
    var isAskedForBySS: Bool { kind != .tcp || state != .boundInactive }
  }

  var shown: Shown
  var cookie: UInt64

  init(_ record: SocketRecord) {
    shown = Shown(record)
    cookie = record.cookie
  }
}

/// The sockets of `socket-zoo`, asked for in every way.
struct FilterZoo {
  private let network: TestSupport.NetworkNamespace
  private let folder: String
  private let keeper: PseudoTerminal
  private let collector: SocketCollector

  init() throws {
    network = try TestSupport.NetworkNamespace()
    folder = try TestEnvironment.makeDirectory()
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("socket-zoo"), arguments: [folder])
    launch.network = network
    keeper = try PseudoTerminal(launch, rows: 24, columns: 80)
    try #require(keeper.waitFor("READY"))
    let open = OpenNamespace(owning: FileDescriptor(owning: dup(network.descriptor)))
    collector = SocketCollector(open: { () throws(DiagError) in try open.openSocket() })
  }

  func close() {
    keeper.hangUp()
    TestEnvironment.removeDirectory(folder)
  }

  /// Filters that have a fair chance on these sockets.
  func filters(seed: UInt64) -> RandomFilters {
    var random = RandomFilters(seed: seed)
    random.usesAutobound = true
    random.addresses = [
      "127.0.0.1", "127.0.0.2", "127.0.0.3", "127/8", "127.0.0.2/31", "0.0.0.0", "0/0", "[::1]",
      "[::]", "::/0", "::ffff:0:0/96", "[::ffff:127.0.0.1]", "::ffff:127.0.0.0/120", "*", "10/8",
      "::/64", "128/1",
    ]
    random.ports = [
      "0", "53", "54", "56", "443", "5353", "8080", "8081", "8082", "8083", "8443", "8444", "8445",
      "9090", "32768", "40000", "65535", "*",
    ]
    random.marks = ["0", "0x10", "0x11", "0x10/0xf0", "0x1/0x1", "0/0"]
    return random
  }

  /// All TCP and UDP sockets, or those that the kernel sends with this code and these ports.
  func dump(_ code: [UInt8] = [], _ ports: RequestedPorts = RequestedPorts()) -> [SocketRecord] {
    var plan = CollectionPlan(tables: SocketTables(.tcp, .udp), filter: code)
    plan.ports = ports
    return collector.collect(plan).records
  }

  /// Asks the kernel and `ss`.
  func round(_ text: String) throws -> KernelDifferentialTests.Round {
    let filter = try #require(parsed(text), "\(text)")
    let code = KernelBytecode(filter)
    let sent = dump(code?.bytes ?? [], RequestedPorts(of: filter))
    var listed: [SocketKey.Shown: Int] = [:]
    var launch = ChildProcess.Launch(path: "/usr/bin/ss", arguments: ["-Htuan", text])
    launch.network = network
    let result = try ProcessRunner.run(launch)
    #expect(result.status == .exited(0), "\(text) \(result.errorText)")
    for row in result.outputText.split(separator: "\n") {
      let record = try #require(SSRow.record(String(row)), "\(row)")
      listed[SocketKey.Shown(record), default: 0] += 1
    }
    return KernelDifferentialTests.Round(
      text: text, filter: filter, code: code, kernel: Set(sent.map(SocketKey.init)),
      listed: listed)
  }
}

extension RequestedPorts {
  /// Whether the kernel lets `record` of an internet table through.
  func accept(_ record: SocketRecord) -> Bool {
    (local == 0 || record.localPort == local) && (remote == 0 || record.remotePort == remote)
  }
}
