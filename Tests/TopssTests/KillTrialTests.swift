import Glibc
import TestSupport
import Testing

/// An operator who ends one process after the other in a table that moves, by the real program on a
/// pseudo-terminal.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct KillTrialTests {
  let network: NetworkNamespace
  let terminal: PseudoTerminal
  /// Nobody ends them: two rows each that trade places.
  let bystanders: [TrafficPair]

  private static let bystanderPorts: ClosedRange<UInt16> = 7100...7103
  /// Below the ports that clients get, however many trials there are.
  private static let victimPorts: Range<UInt16> = 7200..<9200

  init() throws {
    let network = try NetworkNamespace()
    bystanders = try Self.bystanderPorts.map { try Self.pair($0, in: network) }
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"),
      arguments: ["--interval", "0.1", "--sort", "rx", "state", "established"])
    launch.network = network
    terminal = try PseudoTerminal(launch, rows: 24, columns: 120)
    self.network = network
  }

  /// It goes on sending for longer than all trials take.
  private static func pair(_ port: UInt16, in network: NetworkNamespace) throws -> TrafficPair {
    try TrafficPair(
      in: network, port: port, bytesPerSecond: 50_000, seconds: 50_000, isUneven: true)
  }

  private static func port(_ trial: Int) -> UInt16 {
    victimPorts.lowerBound + UInt16(trial % victimPorts.count)
  }

  private func shows(_ text: String) -> Bool {
    terminal.waitFor(text, seconds: TestEnvironment.patience)
  }

  /// Puts the cursor on the victim, and looks on while the table moves: the orders in which the
  /// bystanders stood.
  private func choose(_ victim: TrafficPair, _ port: UInt16) throws -> Set<[Substring]> {
    try #require(shows(":\(port) "), "\(terminal.terminal.text)")
    try #require(shows("[\(victim.pid)]"), "\(terminal.terminal.text)")
    terminal.type("\\:\(port)\r")
    var orders: Set<[Substring]> = []
    for _ in 0..<3 {
      _ = terminal.read(seconds: 0.1) { _ in false }
      orders.insert(
        terminal.terminal.lines.compactMap { line in
          line.firstRange(of: "127.0.0.1:710").map { line[$0.upperBound...].prefix(1) }
        })
    }
    return orders
  }

  /// Sends TERM to what the cursor is on, as soon as that is possible; the dialog must name the
  /// victim and nobody else, and the answer too.
  private func kill(_ victim: TrafficPair) throws {
    let text = { terminal.terminal.text }
    terminal.type("K")
    try #require(shows("[\(victim.pid)]  user"), "\(text())")
    try #require(text().ranges(of: "]  user").count == 1, "\(text())")
    terminal.type("\r")
    try #require(shows("Confirm"), "\(text())")
    // The question takes no answer before it has stood for 0.3 s.
    _ = terminal.read(seconds: 0.32) { _ in false }
    terminal.type("y")
    try #require(
      terminal.read(seconds: TestEnvironment.patience) { _ in !victim.isRunning }, "\(text())")
    try #require(shows("sent TERM to test-child[\(victim.pid)]"), "\(text())")
    terminal.type("\u{1b}")
    let isGone = terminal.read(seconds: TestEnvironment.patience) {
      !$0.terminal.text.contains("sent TERM")
    }
    try #require(isGone, "\(text())")
  }

  @Test func `a table that moves at every refresh leads to no wrong target`() throws {
    let trials = TestEnvironment.rounds(20, long: 10_000)
    let start = Deadline.now
    var moved = 0
    var next = try Self.pair(Self.port(0), in: network)
    for trial in 0..<trials {
      let victim = next
      // Started ahead, so that nobody waits for its row; a bystander until then.
      next = try Self.pair(Self.port(trial + 1), in: network)
      let orders = try choose(victim, Self.port(trial))
      if orders.count > 1 { moved += 1 }
      try kill(victim)
      let isUnharmed = bystanders.allSatisfy(\.isRunning) && next.isRunning
      try #require(isUnharmed, "trial \(trial) hit a bystander")
    }
    print("killed: \(trials) in \(Int(Deadline.now - start)) s, the table moved in \(moved)")
    #expect(moved > trials * 3 / 4, "the table hardly moved")
    terminal.process.send(SIGTERM)
  }
}
