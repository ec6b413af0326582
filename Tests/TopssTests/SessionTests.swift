import Foundation
import TestSupport
import Testing

/// The real program on a pseudo-terminal, in a namespace with one connection of known traffic.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct SessionTests {
  /// A connection that carries 200 kB/s, and `topss` watching it.
  struct Session {
    let network: NetworkNamespace
    let traffic: TrafficPair
    let terminal: PseudoTerminal

    init(
      _ arguments: [String] = [], rows: Int = 24, columns: Int = 100,
      parent: ChildProcess.Parent = .test
    ) throws {
      network = try NetworkNamespace()
      traffic = try TrafficPair(in: network, port: 9000, bytesPerSecond: 200_000, seconds: 120)
      var launch = ChildProcess.Launch(
        path: try TestEnvironment.product("topss"), arguments: ["--interval", "0.5"] + arguments)
      launch.network = network
      launch.parent = parent
      terminal = try PseudoTerminal(launch, rows: rows, columns: columns)
    }

    /// The lines that show an established socket.
    var established: [String] {
      terminal.terminal.lines.filter { $0.contains("ESTAB") }
    }

    /// The rates that the rows show meanwhile, in kilobytes per second.
    func rates(seconds: Double) -> [Double] {
      var rates: [Double] = []
      let deadline = Deadline(seconds: seconds)
      while !deadline.hasPassed {
        _ = terminal.read(seconds: 0.5) { _ in false }
        rates += established.compactMap { line in
          line.firstMatch(of: /(\d+(?:\.\d+)?) kB/).flatMap { Double($0.1) }
        }
      }
      return rates
    }

    func waitForTraffic() -> Bool {
      terminal.read(seconds: 20) { $0.terminal.text.contains(/(19\d|20\d) kB/) }
    }
  }

  @Test(.disabled(if: TestEnvironment.isSanitized, "measures rates by the clock"))
  func `the screen shows the rate of a paced sender within five per cent`() throws {
    let session = try Session()
    #expect(session.waitForTraffic(), "\(session.terminal.terminal.text)")
    // A busy machine delays the sender, which then catches up: it is judged by the best of a few
    // rounds.
    var rounds: [[Double]] = []
    repeat {
      rounds.append(session.rates(seconds: 4))
    } while rounds.count < 8 && !Self.areNear(200, rounds[rounds.count - 1])
    #expect(Self.areNear(200, rounds[rounds.count - 1]), "\(rounds)")
    session.terminal.process.send(SIGTERM)
  }

  private static func areNear(_ truth: Double, _ rates: [Double]) -> Bool {
    guard rates.count >= 6 else { return false }
    let mean = rates.reduce(0, +) / Double(rates.count)
    return abs(mean - truth) <= truth / 20 && rates.allSatisfy { abs($0 - truth) <= truth * 0.3 }
  }

  @Test func `the filter is applied while it is typed and Escape brings all back`() throws {
    let session = try Session()
    #expect(session.waitForTraffic())
    session.terminal.type("/sport = :9000")
    #expect(session.terminal.waitFor("2 of "), "\(session.terminal.terminal.text)")
    session.terminal.type(" and state established\r")
    #expect(session.terminal.waitFor("1 of "), "\(session.terminal.terminal.text)")
    session.terminal.type("\u{1b}")
    #expect(session.terminal.waitFor("3 of 3"), "\(session.terminal.terminal.text)")
    session.terminal.process.send(SIGTERM)
  }

  @Test func `a wrong filter is marked and the last good one stands`() throws {
    let session = try Session()
    #expect(session.waitForTraffic())
    session.terminal.type("/sport = :9000 and dport")
    #expect(session.terminal.waitFor("2 of 3"), "\(session.terminal.terminal.text)")
    session.terminal.type("\u{1b}")
    #expect(session.terminal.waitFor("3 of 3"))
    session.terminal.process.send(SIGTERM)
  }

  @Test func `sorting by another column moves the marker and the rows`() throws {
    let session = try Session()
    #expect(session.waitForTraffic())
    session.terminal.type(">")
    let isMoved = session.terminal.read { terminal in
      terminal.terminal.text.contains("▼") || terminal.terminal.text.contains("▲")
    }
    #expect(isMoved, "\(session.terminal.terminal.text)")
    session.terminal.process.send(SIGTERM)
  }

  @Test func `F9 signals the owner after a confirmation, not before`() throws {
    let session = try Session()
    #expect(session.waitForTraffic())
    session.terminal.type("\u{1b}[20~")
    #expect(session.terminal.waitFor("user "), "\(session.terminal.terminal.text)")
    // An answer that was typed ahead of the question is not an answer.
    session.terminal.type("\ry")
    #expect(session.terminal.waitFor("Confirm"), "\(session.terminal.terminal.text)")
    _ = session.terminal.read(seconds: 0.5) { _ in false }
    #expect(session.traffic.isRunning)
    session.terminal.type("y")
    #expect(session.terminal.waitFor("sent TERM to"), "\(session.terminal.terminal.text)")
    #expect(Deadline.wait { !session.traffic.isRunning })
    session.terminal.process.send(SIGTERM)
  }

  @Test func `with readonly F9 says why it does nothing`() throws {
    let session = try Session(["--readonly"])
    #expect(session.waitForTraffic())
    session.terminal.type("K")
    #expect(session.terminal.waitFor("read-only"), "\(session.terminal.terminal.text)")
    #expect(session.traffic.isRunning)
    session.terminal.process.send(SIGTERM)
  }

  @Test func `a new size is filled`() throws {
    let session = try Session()
    #expect(session.waitForTraffic())
    session.terminal.resize(rows: 40, columns: 160)
    let isFilled = session.terminal.read { $0.terminal.lines.last?.contains("F10") == true }
    #expect(isFilled, "\(session.terminal.terminal.text)")
    session.terminal.resize(rows: 10, columns: 40)
    #expect(session.terminal.waitFor("ESTAB"), "\(session.terminal.terminal.text)")
    session.terminal.process.send(SIGTERM)
  }

  @Test func `suspending gives the terminal back and continuing takes it again`() throws {
    let session = try Session(parent: .shell)
    #expect(session.waitForTraffic())
    session.terminal.type("\u{1a}")
    #expect(session.terminal.wait() == .stopped)
    #expect(!session.terminal.terminal.isAlternate)
    #expect(session.terminal.hasOriginalModes)
    session.terminal.process.send(SIGCONT)
    #expect(session.terminal.read { $0.terminal.isAlternate })
    #expect(session.waitForTraffic())
    session.terminal.process.send(SIGTERM)
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT])
  func `a signal ends the program and restores the terminal`(number: Int32) throws {
    let session = try Session()
    #expect(session.waitForTraffic())
    session.terminal.process.send(number)
    #expect(session.terminal.wait() == .exited(128 + Int(number)))
    #expect(!session.terminal.terminal.isAlternate)
    #expect(session.terminal.terminal.isCursorVisible)
    #expect(session.terminal.hasOriginalModes)
    #expect(session.terminal.terminal.unexpected.isEmpty)
  }

  @Test(arguments: ["q", "\u{3}", "\u{1b}[21~"])
  func `the keys that quit leave a clean terminal`(key: String) throws {
    let session = try Session()
    #expect(session.waitForTraffic())
    session.terminal.type(key)
    #expect(session.terminal.wait() == .exited(0))
    #expect(!session.terminal.terminal.isAlternate)
    #expect(session.terminal.hasOriginalModes)
  }

  @Test func `a terminal that hangs up ends the program`() throws {
    let session = try Session()
    #expect(session.waitForTraffic())
    session.terminal.hangUp()
    #expect(session.terminal.process.wait() != nil)
  }
}
