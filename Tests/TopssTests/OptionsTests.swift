import SocketMetrics
import SocketModel
import SocketReport
import Testing
import TextSafety

@testable import topss

struct OptionsTests {
  static let terminal = Options.Terminals(input: true, output: true)
  static let pipe = Options.Terminals(input: true, output: false)

  @Test(arguments: OptionsTable.selections)
  func `options select as ss does`(_ line: String, _ expected: String) {
    #expect(Self.outcome(of: line) == expected, "\(line)")
  }

  @Test(arguments: OptionsTable.failures)
  func `a command line that ss refuses ends with its status`(_ line: String, _ status: Int32) {
    let error = #expect(throws: OptionError.self, "\(line)") {
      let options = try Options.parse(Self.words(line), terminals: Self.pipe)
      _ = try options.resolved(states: options.initialStates)
    }
    #expect(error?.exitStatus == status, "\(line): \(error?.message.string ?? "")")
    #expect(error?.message.isEmpty == false)
  }

  @Test(arguments: OptionsTable.modes)
  func `the mode follows from options and terminals`(_ line: String, _ expected: String) throws {
    let options = try Options.parse(Self.words(line), terminals: Self.terminal)
    #expect("\(options.mode) \(options.summary)" == expected, "\(line)")
  }

  @Test func `options may stand after filter words and two dashes end them`() throws {
    let options = try Options.parse(
      ["sport", "=", ":22", "-tn", "or", "--all", "--", "-x", "--json"], terminals: Self.pipe)
    #expect(options.filterWords == ["sport", "=", ":22", "or", "-x", "--json"])
    #expect(options.shown.isNumeric)
    #expect(options.own.format == .text)
  }

  @Test func `filter words stay in order`() throws {
    let options = try Options.parse(
      ["state", "established", "-t", "(", "dport", "=", ":80", ")"], terminals: Self.pipe)
    #expect(options.filterWords == ["state", "established", "(", "dport", "=", ":80", ")"])
  }

  @Test func `every flag changes one thing`() throws {
    let table: [(String, WritableKeyPath<ReportOptions, Bool>)] = [
      ("-O", \.isOneLine), ("-n", \.isNumeric), ("-r", \.resolvesHosts), ("-o", \.showsTimers),
      ("-m", \.showsMemory), ("-p", \.showsProcesses), ("-T", \.showsThreads), ("-i", \.showsInfo),
      ("--tos", \.showsTypeOfService), ("--cgroup", \.showsCgroup),
      ("--inet-sockopt", \.showsSocketOptions), ("--tipcinfo", \.showsTIPC),
      ("--oneline", \.isOneLine), ("--numeric", \.isNumeric), ("--resolve", \.resolvesHosts),
      ("--options", \.showsTimers), ("--memory", \.showsMemory), ("--processes", \.showsProcesses),
      ("--threads", \.showsThreads), ("--info", \.showsInfo), ("--num", \.isNumeric),
    ]
    for (word, path) in table {
      var expected = ReportOptions()
      expected[keyPath: path] = true
      #expect(try Options.parse([word], terminals: Self.pipe).shown == expected, "\(word)")
    }
    let bare = try Options.parse(["-HQ"], terminals: Self.pipe).shown
    #expect(!bare.showsHeader && !bare.showsQueues)
  }

  @Test func `details and filters imply timers`() throws {
    for word in ["-e", "-b", "--extended", "--bpf"] {
      #expect(try Options.parse([word], terminals: Self.pipe).shown.showsTimers, "\(word)")
    }
  }

  @Test(arguments: OptionsTable.hiddenColumns)
  func `a column that says nothing vanishes`(_ line: String, _ expected: String) throws {
    let options = try Options.parse(Self.words(line), terminals: Self.pipe)
    let report = options.report(
      for: try options.resolved(states: options.initialStates), width: nil)
    let titles = [report.showsNetid ? "Netid" : nil, report.showsState ? "State" : nil]
    #expect(titles.compactMap(\.self).joined(separator: " ") == expected, "\(line)")
  }

  @Test func `of two inet families sock_diag is asked for the last`() throws {
    for (line, family) in [("-4 -6", AddressFamily.inet6), ("-6 -4", .inet)] {
      let options = try Options.parse(Self.words(line), terminals: Self.pipe)
      let resolved = try options.resolved(states: nil)
      #expect(resolved.families == .internet)
      #expect(resolved.dumpedFamilies == FamilySet(family))
    }
  }

  @Test func `the screen shows all states of the internet tables unless told otherwise`() throws {
    let table: [(String, SocketTables, StateSet)] = [
      ("", .internet, .all), ("-t", SocketTables(.tcp), .all), ("-A tcp", SocketTables(.tcp), .all),
      ("-l", .internet, .listening), ("-A tcp -l", SocketTables(.tcp), .listening),
    ]
    for (line, tables, states) in table {
      let options = try Options.parse(Self.words(line), terminals: Self.terminal)
      let resolved = try options.resolved(states: options.initialStates)
      #expect(resolved.tables == tables && resolved.states == states, "\(line)")
    }
  }

  @Test func `sort and columns take the names of fields`() throws {
    let own = try Options.parse(
      ["--sort=rx:desc", "--columns", "netid,recv-q,rtt,rtt"], terminals: Self.pipe
    ).own
    #expect(own.order == OwnOptions.Order(field: .rx, isDescending: true))
    #expect(own.columns == [.netid, .recvq, .rtt])
    let plain = try Options.parse(["--sort", "rtt"], terminals: Self.pipe).own
    #expect(plain.order == OwnOptions.Order(field: .rtt, isDescending: nil))
  }

  @Test func `our own options keep what they were given`() throws {
    let own = try Options.parse(
      [
        "--batch", "--interval=0.5", "--count", "3", "--color=never", "--ascii", "--no-mouse",
        "--readonly", "--config", "c", "--no-config", "--destroy-events=off", "--allow-ancestors",
      ], terminals: Self.pipe
    ).own
    #expect(own.interval == 0.5 && own.count == 3 && own.color == .never)
    #expect(own.isASCII && own.ignoresMouse && own.isReadOnly && own.allowsAncestors)
    #expect(own.configurationFile == "c" && own.ignoresConfiguration && own.destroyEvents == .off)
  }

  @Test func `a namespace is taken from either option`() throws {
    let table: [([String], OwnOptions.Namespace)] = [
      (["-N", "blue"], .named("blue")), (["--net=blue"], .named("blue")),
      (["--netns", "blue"], .named("blue")), (["--netns=all"], .all),
    ]
    for (words, namespace) in table {
      #expect(try Options.parse(words, terminals: Self.pipe).namespace == namespace)
    }
  }

  @Test func `without a terminal to read keys from there is no screen`() {
    let error = #expect(throws: OptionError.self) {
      try Options.parse([], terminals: Options.Terminals(input: false, output: true))
    }
    #expect(error?.exitStatus == 1)
  }

  @Test func `help fits a screen`() {
    let lines = Options.help.string.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 40)
    for line in lines { #expect(line.count <= 80, "\(line)") }
  }

  @Test func `help names every option of our own`() {
    for option in OwnOption.allCases {
      #expect(Options.help.string.contains("--\(option.rawValue)"), "\(option)")
    }
  }

  static func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

  /// `tables / families / states`, or `exit N`.
  static func outcome(of line: String) -> String {
    do {
      let options = try Options.parse(words(line), terminals: pipe)
      let resolved = try options.resolved(states: options.initialStates)
      return OptionsTable.text(resolved)
    } catch {
      return "exit \(error.exitStatus)"
    }
  }

  @Test(arguments: [("-pZ", ShownContexts.processes), ("-pz", .sockets), ("-pzZ", .sockets)])
  func `contexts are shown where SELinux is`(line: String, shown: ShownContexts) throws {
    let options = try Options.parse([line], terminals: Self.pipe, hasContexts: true)
    #expect(options.shown.contexts == shown)
    #expect(throws: OptionError.self) { try Options.parse([line], terminals: Self.pipe) }
  }
}
