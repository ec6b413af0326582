import CTestSupport
import Glibc
import TestSupport
import Testing

/// What the host pays for being watched: connections that one core makes and resets as fast as it
/// can, beside the monitor and alone, by turns.
@Suite(
  .serialized,
  .disabled(if: TestEnvironment.isSanitized, "sanitizers cost the monitor, not the kernel"),
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct ObserverCostTests {
  private static let rounds = TestEnvironment.rounds(3, long: 25)
  private static let seconds = TestEnvironment.isLong ? 3.0 : 1.0

  /// Connections in a second of the clock, and in one of the processor.
  struct Pace {
    var clock: Double
    var processor: Double

    init(of load: KernelLoad) {
      let (before, start) = (load.entry(0), Deadline.now)
      let deadline = Deadline(seconds: ObserverCostTests.seconds)
      _ = Deadline.wait(seconds: 60) { deadline.hasPassed }
      let (after, end) = (load.entry(0), Deadline.now)
      let count = Double(after.sent - before.sent)
      clock = count / (end - start)
      processor = count / Double(max(1, after.received - before.received)) * 1e9
    }
  }

  /// What is left of the pace when `topss` watches with these arguments: the medians of all rounds.
  private func share(_ load: KernelLoad, _ arguments: [String]) throws -> Pace.Shares {
    var shares = Pace.Shares()
    for _ in 0..<Self.rounds {
      let alone = Pace(of: load)
      var launch = ChildProcess.Launch(
        path: try TestEnvironment.product("topss"),
        arguments: ["--batch", "--json", "--interval", "1", "-tn"] + arguments)
      launch.network = load.network
      launch.outputPath = "/dev/null"
      let monitor = try PseudoTerminal(launch)
      // Until it has started.
      _ = monitor.read(seconds: 0.3) { _ in false }
      let watched = Pace(of: load)
      #expect(monitor.process.poll() == nil, "\(monitor.terminal.text)")
      monitor.process.send(SIGKILL)
      _ = monitor.process.wait()
      shares.clock.append(watched.clock / alone.clock)
      shares.processor.append(watched.processor / alone.processor)
    }
    return shares
  }

  @Test func `a monitor that polls each second costs the host next to nothing`() throws {
    let load = try KernelLoad(topss_test_plan_hurry, stable: 2000)
    let alone = Pace(of: load)
    let polling = try share(load, ["--destroy-events=off"])
    print("observed: \(Int(alone.clock)) connections/s alone, \(polling) of that with polls")
    // A fiftieth is the goal; fewer rounds, on a machine that does other things, tell less.
    #expect(polling.median(polling.processor) >= (TestEnvironment.isLong ? 0.98 : 0.75))
  }

  @Test(.enabled(if: TestEnvironment.isLong, "takes minutes: TOPSS_LONG"))
  func `what it costs to hear the ends of sockets is known`() throws {
    let load = try KernelLoad(topss_test_plan_hurry, stable: 2000)
    let automatic = try share(load, ["--destroy-events=auto"])
    let always = try share(load, ["--destroy-events=on"])
    print("observed: \(automatic) with ends heard below the rate, \(always) with all ends heard")
    #expect(automatic.median(automatic.clock) >= 0.9)
  }
}

extension ObserverCostTests.Pace {
  /// One element per round.
  struct Shares: CustomStringConvertible {
    var clock: [Double] = []
    var processor: [Double] = []

    func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    var description: String { "\(median(clock)) (by processor time \(median(processor)))" }
  }
}
