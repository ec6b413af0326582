import Foundation
import TestSupport
import Testing

/// The filter prompt of the real program on a pseudo-terminal, among the zoo's sockets.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct PromptSessionTests {
  private let zoo: SocketZoo
  private let folder: String

  init() throws {
    zoo = try SocketZoo()
    folder = try TestEnvironment.makeDirectory()
  }

  /// Starts the program with its configuration and state below `folder`.
  private func start(
    _ arguments: [String] = [], path: String? = nil, before: [String] = []
  ) throws -> PseudoTerminal {
    let product = try TestEnvironment.product("topss")
    var launch = ChildProcess.Launch(path: path ?? product)
    launch.arguments = before + (path == nil ? [] : [product]) + arguments
    launch.network = zoo.network
    launch.environment += ["XDG_STATE_HOME=\(folder)", "XDG_CONFIG_HOME=\(folder)"]
    let terminal = try PseudoTerminal(launch, rows: 24, columns: 120)
    // Any row: which come first depends on the processors that gave out the cookies.
    try #require(terminal.waitFor("socket-"), "\(terminal.terminal.text)")
    return terminal
  }

  private func quit(_ terminal: PseudoTerminal) {
    terminal.type("q")
    #expect(terminal.wait() == .exited(0), "\(terminal.terminal.text)")
  }

  private var history: String { "\(folder)/topss/filter-history" }

  @Test func `a name of a unix socket is a filter behind -x`() throws {
    let terminal = try start(["-x", "src *.sock"])
    #expect(terminal.waitFor("Filter: src *.sock"), "\(terminal.terminal.text)")
    quit(terminal)
  }

  // MARK: History

  @Test func `filters last from run to run, for their user only`() throws {
    defer { TestEnvironment.removeDirectory(folder) }
    let first = try start()
    first.type("/sport = :8080\r")
    #expect(first.waitFor("F10"), "\(first.terminal.text)")
    first.type("/\u{15}state listening\r")
    #expect(first.waitFor("F10"))
    quit(first)
    #expect(
      try String(contentsOfFile: history, encoding: .utf8) == "sport = :8080\nstate listening\n")
    let attributes = try FileManager.default.attributesOfItem(atPath: history)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let second = try start()
    second.type("/\u{1b}[A")
    #expect(second.waitFor("Filter: state listening"), "\(second.terminal.text)")
    second.type("\u{1b}[A")
    #expect(second.waitFor("Filter: sport = :8080"), "\(second.terminal.text)")
    second.type("\u{15}\u{12}list")
    #expect(second.waitFor("state listening"), "\(second.terminal.text)")
    second.type("\r")
    #expect(second.waitFor("F10"))
    #expect(second.terminal.lines.contains { $0.contains("Filter: state listening") })
    quit(second)
    #expect(
      try String(contentsOfFile: history, encoding: .utf8) == "sport = :8080\nstate listening\n")
  }

  @Test func `a history that is a symbolic link is not followed`() throws {
    defer { TestEnvironment.removeDirectory(folder) }
    let victim = "\(folder)/victim"
    try "dport = :1\n".write(toFile: victim, atomically: true, encoding: .utf8)
    try FileManager.default.createDirectory(
      atPath: "\(folder)/topss", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: history, withDestinationPath: victim)
    let terminal = try start()
    terminal.type("/\u{1b}[A")
    terminal.type("sport = :8080\r")
    #expect(terminal.waitFor("Filter: sport = :8080"), "\(terminal.terminal.text)")
    quit(terminal)
    #expect(try String(contentsOfFile: victim, encoding: .utf8) == "dport = :1\n")
  }

  // MARK: Lists

  @Test func `a saved filter is picked by its name`() throws {
    defer { TestEnvironment.removeDirectory(folder) }
    try FileManager.default.createDirectory(
      atPath: "\(folder)/topss", withIntermediateDirectories: true)
    try "filter web = sport = :8080\nfilter waiting = state listening\n"
      .write(toFile: "\(folder)/topss/config", atomically: true, encoding: .utf8)
    let terminal = try start()
    terminal.type("/\u{f}")
    #expect(terminal.waitFor("waiting"), "\(terminal.terminal.text)")
    terminal.type("\u{1b}[B\r")
    #expect(terminal.waitFor("listening sockets"), "\(terminal.terminal.text)")
    quitFromPrompt(terminal)
  }

  private func quitFromPrompt(_ terminal: PseudoTerminal) {
    terminal.type("\u{3}")
    #expect(terminal.waitFor("F10"), "\(terminal.terminal.text)")
    quit(terminal)
  }

  @Test func `Tab completes fields, operators, states, ports, processes and addresses`() throws {
    defer { TestEnvironment.removeDirectory(folder) }
    let terminal = try start()
    #expect(terminal.waitFor("socket-"), "\(terminal.terminal.text)")
    let table = [
      ("spo\t", "Filter: sport "), ("state lis\t", "Filter: state listening "),
      ("sport = :909\t", "Filter: sport = :9090 "), ("proc = sock\t", "Filter: proc = socket-zoo "),
      ("src [::ff\t", "Filter: src [::ffff:127.0.0.1] "), ("proc !\t", "does not contain it"),

    ]
    for (keys, wanted) in table {
      terminal.type("/\u{15}\(keys)")
      #expect(terminal.waitFor(wanted), "\(keys): \(terminal.terminal.text)")
      // Leaves a list that is open, and then the prompt; Ctrl-C does both.
      terminal.type("\u{3}")
      #expect(terminal.waitFor("F10"), "\(terminal.terminal.text)")
    }
    quit(terminal)
  }

  // MARK: What stands below the line

  @Test func `the filter is said in words, and an error stands under its word`() throws {
    defer { TestEnvironment.removeDirectory(folder) }
    let terminal = try start()
    terminal.type("/state listening sport = :8080")
    #expect(
      terminal.waitFor("listening sockets whose local port is 8080"), "\(terminal.terminal.text)")
    terminal.type("\u{15}sport = :8080 and sprot = 1 and src 10/8")
    let isMarked = terminal.read {
      guard let line = $0.terminal.lines.firstIndex(where: { $0.contains("Filter: sport") }),
        let word = Self.column(of: "sprot", in: $0.terminal.lines[line])
      else { return false }
      return Self.column(of: "^ sprot is not a field", in: $0.terminal.lines[line + 1]) == word
    }
    #expect(isMarked, "\(terminal.terminal.text)")
    #expect(terminal.waitFor("did you mean `sport`?"), "\(terminal.terminal.text)")
    terminal.type("\u{15}sport = 1 or sport = 2 and dport = 3")
    #expect(
      terminal.waitFor("( sport = :1 or sport = :2 ) and dport = :3"), "\(terminal.terminal.text)")
    quitFromPrompt(terminal)
  }

  private static func column(of text: String, in line: String) -> Int? {
    line.range(of: text).map { line.distance(from: line.startIndex, to: $0.lowerBound) }
  }

  // MARK: Hosts

  @Test(.enabled(if: TestEnvironment.isRoot, "needs root for a mount namespace"))
  func `host names are looked up on Enter, all addresses being meant`() throws {
    defer { TestEnvironment.removeDirectory(folder) }
    let hosts = "\(folder)/hosts"
    try "127.0.0.1 localhost\n127.0.0.2 both.example\n127.0.0.3 both.example\n"
      .write(toFile: hosts, atomically: true, encoding: .utf8)
    let terminal = try start(
      path: "/usr/bin/unshare",
      before: ["-m", "/bin/sh", "-c", "mount --bind \(hosts) /etc/hosts && exec \"$0\" \"$@\""])
    terminal.type("/src 127.0.0.2,127.0.0.3")
    #expect(terminal.waitFor("127.0.0.2 or 127.0.0.3"), "\(terminal.terminal.text)")
    let both = Self.count(terminal)
    #expect(both > 0)
    terminal.type("\u{15}src both.example")
    #expect(terminal.waitFor("Enter looks host names up"), "\(terminal.terminal.text)")
    // Until then the last filter stands: all sockets, once the line was empty.
    #expect(Self.count(terminal) > both)
    terminal.type("\r")
    #expect(terminal.waitFor("F10"), "\(terminal.terminal.text)")
    let isApplied = terminal.read { Self.count($0) == both }
    #expect(isApplied, "\(both): \(terminal.terminal.text)")
    terminal.type("/\u{15}src nosuch.example\r")
    #expect(terminal.waitFor("the host nosuch.example is not known"), "\(terminal.terminal.text)")
    quitFromPrompt(terminal)
  }

  /// The rows that pass, as the filter line tells.
  private static func count(_ terminal: PseudoTerminal) -> Int {
    terminal.terminal.text.firstMatch(of: /(\d+) of \d+/).flatMap { Int($0.1) } ?? -1
  }

  // MARK: What is pasted and typed

  @Test func `a paste of a megabyte leaves a prompt that can be used`() throws {
    defer { TestEnvironment.removeDirectory(folder) }
    let terminal = try start()
    terminal.type("/")
    #expect(terminal.waitFor("Filter: "))
    let paste = Array(String(repeating: "sport = :8080 or\n", count: 62_000).utf8)
    #expect(terminal.typeAll(Array("\u{1b}[200~".utf8) + paste + Array("\u{1b}[201~".utf8)))
    terminal.type("\u{15}state listening")
    #expect(terminal.waitFor("listening sockets"), "\(terminal.terminal.text)")
    quitFromPrompt(terminal)
  }

  @Test func `text of several bytes a character is edited by characters`() throws {
    defer { TestEnvironment.removeDirectory(folder) }
    let terminal = try start()
    terminal.type("/proc = n\u{e9}\u{8a9e}e\u{301}")
    #expect(terminal.waitFor("proc is n\u{e9}\u{8a9e}"), "\(terminal.terminal.text)")
    terminal.type("\u{7f}\u{7f}\u{7f}")
    #expect(terminal.waitFor("Filter: proc = n "), "\(terminal.terminal.text)")
    quitFromPrompt(terminal)
  }
}
