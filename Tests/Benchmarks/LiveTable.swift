internal import CTestSupport
internal import Glibc

/// Measures the program and its parts on a load of its own, each figure against its yardstick.
enum LiveTable {
  /// Returns the status to exit with.
  static func run(sizes: [Int]) -> Int32 {
    guard geteuid() == 0 else {
      print("Benchmarks live needs root: it makes a network namespace and fills it with sockets")
      return 1
    }
    let folder = programFolder
    for name in ["topss", "Benchmarks"] {
      guard let fault = ProgramBuild.fault(of: name, in: folder) else { continue }
      print("Benchmarks live: \(fault)")
      return 1
    }
    print(
      pad("figure", 46), pad("sockets", 8, right: true), pad("goal", 10, right: true),
      pad("reached", 10, right: true), "")
    for size in sizes {
      let load = SocketLoad(
        program: folder + "/socket-load", pairs: size / 2, active: min(500, size / 20))
      guard let load, let refresh = LiveRefresh() else {
        print("cannot make a load of \(size) sockets")
        return 1
      }
      withExtendedLifetime(load) {
        measureRefresh(refresh, size)
        measureListings(folder + "/topss", refresh, size)
        OwnerFigures.measure(size)
        measureScreen(folder + "/topss", size)
        measureIdle(folder + "/topss", size)
        measureBystander(folder + "/topss", size)
      }
    }
    FrameFigures.measure()
    return 0
  }

  private static var programFolder: String {
    let program = CommandLine.arguments[0]
    guard let slash = program.lastIndex(of: "/") else { return "." }
    return String(program[..<slash])
  }

  /// The kernel tells user and system time apart by its ticks: over three seconds to a hundredth.
  private static func userTime(of refresh: LiveRefresh) -> Double {
    let (begin, before) = (CPUTime.ofThread, CPUTime.userOfThread)
    var sockets = 0
    while CPUTime.ofThread &- begin < 3_000_000_000 {
      refresh.refresh()
      sockets += max(1, refresh.count)
    }
    return Double(CPUTime.userOfThread &- before) / Double(sockets)
  }

  private static func pairs(_ size: Int) -> Int { size > 20_000 ? 5 : 15 }

  private static func measureRefresh(_ refresh: LiveRefresh, _ size: Int) {
    for _ in 0..<3 { refresh.refresh() }
    var ratios: [Double] = []
    for _ in 0..<pairs(size) {
      let floor = cost { refresh.drain() }
      let own = cost { refresh.refresh() }
      ratios.append(own / floor)
    }
    report("1 refresh / raw drain", refresh.count, goal: "<= 1.15", median(ratios), "x")
    report(
      "1 user time of a refresh, a socket", refresh.count, goal: "<= 120", userTime(of: refresh),
      "ns")
    let goal = size > 50_000 ? 3.5 : size > 5000 ? 4.5 : 5
    let peer = ["ss", "-tani"]
    let shares = (0..<pairs(size)).compactMap { _ -> Double? in
      guard let theirs = Child.cost(of: peer) else { return nil }
      return Double(theirs) / cost { refresh.refresh() }
    }
    report("2 ss -tani / refresh", refresh.count, goal: ">= \(fixed(goal, 1))", median(shares), "x")
    guard size > 50_000 else { return }
    let whole = (0..<3).compactMap { _ -> Double? in
      guard let theirs = Child.cost(of: ["ss", "-tanipem"]) else { return nil }
      return Double(theirs) / cost { refresh.refresh() }
    }
    report("2 ss -tanipem / refresh", refresh.count, goal: ">= 12.0", median(whole), "x")
  }

  private static func measureListings(_ topss: String, _ refresh: LiveRefresh, _ size: Int) {
    for (options, goal) in [("-tan", 0.6), ("-tani", 0.5), ("-tanp", 0.5)] {
      let ratios = (0..<pairs(size)).compactMap { _ -> Double? in
        guard let theirs = Child.cost(of: ["ss", options]),
          let ours = Child.cost(of: [topss, "--once", options])
        else { return nil }
        return Double(ours) / Double(max(1, theirs))
      }
      report(
        "3 --once \(options) / ss \(options)", refresh.count, goal: "<= \(fixed(goal, 1))",
        median(ratios), "x")
    }
    let filtered = (0..<pairs(size)).compactMap { _ -> Double? in
      let filter = ["sport", "=", ":9001"]
      guard let part = Child.cost(of: [topss, "--once", "-tan"] + filter),
        let whole = Child.cost(of: [topss, "--once", "-tan"])
      else { return nil }
      return Double(part) / Double(max(1, whole))
    }
    report(
      "10 --once with a 1 % filter / without", refresh.count, goal: "<= 0.2", median(filtered),
      "x")
  }

  private static func measureScreen(_ topss: String, _ size: Int) {
    let isLarge = size > 20_000
    guard let screen = TerminalChild([topss, "--no-config"]) else { return }
    let start = screen.watch(20) { text in shows(text, "ESTAB") }
    report(
      "8 start to the first rows", size, goal: isLarge ? "<= 250" : "<= 30", start * 1000, "ms")
    _ = screen.watch(6)
    var answers: [Double] = []
    for number in 0..<100 {
      usleep(UInt32(7000 + number * 1371 % 40_000))
      _ = screen.watch(0.001)
      answers.append(screen.answer(to: number % 2 == 0 ? "j" : "k") * 1000)
    }
    answers.sort()
    report("7 key to screen, median", size, goal: "<= 5", answers[50], "ms")
    report("7 key to screen, 99 of 100", size, goal: "<= 16", answers[98], "ms")
    measureMemory(of: screen, size)
  }

  /// Between polls, and the most while one is made: two samples stand side by side then.
  private static func measureMemory(of screen: TerminalChild, _ size: Int) {
    var readings: [Double] = []
    for _ in 0..<60 {
      _ = screen.watch(0.07)
      readings.append(Double(screen.residentKiB) / 1024)
    }
    let limit = size > 500_000 ? "<= 320" : size > 20_000 ? "<= 48" : "<= 12"
    report("6 resident memory", size, goal: limit, median(readings), "MiB")
    report("6 resident memory, the most", size, goal: limit, readings.max() ?? 0, "MiB")
  }

  /// A screen that nobody touches; that of a small host has as many sockets of UDP and of unix.
  private static func measureIdle(_ topss: String, _ size: Int) {
    let others = size <= 1000 ? Connections.openOthers(size) : []
    defer { for file in others { close(file) } }
    guard let screen = TerminalChild([topss, "--no-config"]) else { return }
    _ = screen.watch(6)
    let before = screen.processorTime
    _ = screen.watch(20)
    let share = Double(screen.processorTime - before) / 2e10 * 100
    report("5 idle at 1 s", size, goal: size > 20_000 ? "<= 11.5" : "<= 0.5", share, "%")
  }

  /// The round trips of a connection that is nobody's business, with the screen beside it and
  /// without.
  private static func measureBystander(_ topss: String, _ size: Int) {
    var ratios: [Double] = []
    for _ in 0..<5 {
      let alone = topss_test_round_trips(2)
      guard let screen = TerminalChild([topss, "--no-config"]) else { return }
      _ = screen.watch(1)
      ratios.append(topss_test_round_trips(2) / alone)
      withExtendedLifetime(screen) {}
    }
    report("11 round trips of others, 99 of 100", size, goal: "<= 1.05", median(ratios), "x")
  }

  private static func shows(_ text: [UInt8], _ word: String) -> Bool {
    let wanted = Array(word.utf8)
    guard text.count >= wanted.count else { return false }
    return (0...(text.count - wanted.count)).contains { start in
      text[start] == wanted[0] && text[start..<(start + wanted.count)].elementsEqual(wanted)
    }
  }
}
