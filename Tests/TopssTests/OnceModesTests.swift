import Foundation
import TestSupport
import Testing

/// What `ss` does besides listing: events, destroying, dumps, replay, threads, summary.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct OnceModesTests {
  static let ss = DifferentialTests.ss

  @Test func `a dump is private, holds what ss can read, and is read back`() throws {
    let zoo = try SocketZoo()
    let topss = try TestEnvironment.product("topss")
    let file = zoo.folder.appendingPathComponent("dump").path
    let written = try zoo.run(topss, ["-tani", "-D", file])
    #expect(written.status == .exited(0), "\(written.errorText)")
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let version = SSVersion(
      text: try ProcessRunner.run(.init(path: Self.ss, arguments: ["-V"])).outputText)
    // Only IPv4: ss stops at the first end of a dump.
    for line in ["-tn4", "-tani4", "-tan sport = :8080", "-tane src 127.0.0.1"] {
      let words = DifferentialCommands.words(of: line)
      let only4 = zoo.folder.appendingPathComponent("dump4").path
      #expect(
        try zoo.run(topss, ["-tni4", "-D", only4, "exclude", "bound-inactive"]).status == .exited(0)
      )
      let variables = ["TCPDIAG_FILE=\(only4)"]
      let theirs = try zoo.run(Self.ss, words, environment: variables)
      let ours = try zoo.run(topss, ["--once"] + words, environment: variables)
      let left = ListingText(
        theirs.outputText, by: .theirs, words: words, zoo: zoo.pid, of: version)
      let right = ListingText(ours.outputText, by: .ours, words: words, zoo: zoo.pid, of: version)
      #expect(left.rows == right.rows, "\(line)")
      #expect(!right.rows.isEmpty)
    }
    // What stands behind the first end is read too.
    let both = try zoo.run(topss, ["--once", "-tan"], environment: ["TCPDIAG_FILE=\(file)"])
    #expect(both.outputText.contains("[::]:8443"))
  }

  @Test func `a dump does not go through links or into other people's files`() throws {
    let folder = try TestEnvironment.makeDirectory()
    defer { TestEnvironment.removeDirectory(folder) }
    let topss = try TestEnvironment.product("topss")
    let target = "\(folder)/target"
    try Data("precious".utf8).write(to: URL(filePath: target))
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/link", withDestinationPath: target)
    try FileManager.default.linkItem(atPath: target, toPath: "\(folder)/hard")
    for name in ["link", "hard"] {
      let result = try ProcessRunner.run(
        .init(path: topss, arguments: ["-t", "-D", "\(folder)/\(name)"]))
      #expect(result.status == .exited(1), "\(name)")
      #expect(result.errorText.hasPrefix("topss: cannot write"))
    }
    #expect(try Data(contentsOf: URL(filePath: target)) == Data("precious".utf8))
    let output = try ProcessRunner.run(.init(path: topss, arguments: ["-t", "-D", "-"]))
    #expect(output.status == .exited(0))
    #expect(output.output.count >= 20)
  }

  @Test func `files that are no dumps are complaints, never crashes`() throws {
    let topss = try TestEnvironment.product("topss")
    for path in ["/nonexistent", "/etc/passwd", "/bin/sh", "/dev/null", "/"] {
      var launch = ChildProcess.Launch(path: topss, arguments: ["--once", "-tanieom"])
      launch.environment.append("TCPDIAG_FILE=\(path)")
      let result = try ProcessRunner.run(launch)
      #expect(result.status == .exited(0), "\(path)")
      #expect(result.errorText.contains("TCPDIAG_FILE"), "\(path)")
    }
  }

  @Test func `destroyed sockets are listed and gone, and a dry run leaves them`() throws {
    let network = try NetworkNamespace()
    let traffic = try TrafficPair(in: network, port: 9000, bytesPerSecond: 1000, seconds: 60)
    let kill = ["-Ktn", "dport", "=", ":9000"]
    let dry = try Self.run(["--dry-run"] + kill, in: network)
    #expect(dry.status == .exited(0))
    #expect(dry.outputText.contains(":9000"))
    #expect(try Self.connections(in: network).contains("127.0.0.1:9000"))
    let killed = try Self.run(kill, in: network)
    #expect(killed.status == .exited(0))
    #expect(killed.outputText.contains("ESTAB"))
    #expect(killed.error.isEmpty, "\(killed.errorText)")
    let left = try Self.connections(in: network).split(separator: "\n")
    #expect(!left.contains { $0.split(separator: " ").last == "127.0.0.1:9000" }, "\(left)")
    withExtendedLifetime(traffic) {}
  }

  private static func connections(in network: NetworkNamespace) throws -> String {
    try run(["--once", "-Htn", "state", "established"], in: network).outputText
  }

  @Test(arguments: [
    ["-K"], ["-K", "-t"], ["-K", ""], ["-K", "-F", "/dev/null"],
    ["-K", "--readonly", "sport", "=", ":1"],
  ])
  func `destroying without a filter or with readonly is refused`(words: [String]) throws {
    let network = try NetworkNamespace()
    let result = try Self.run(words, in: network)
    #expect(result.status == .exited(1))
    #expect(result.output.isEmpty)
    #expect(result.errorText.hasPrefix("topss: -K "))
  }

  @Test func `the connection that topss was typed over stays, unless ancestors are allowed`() throws
  {
    let network = try NetworkNamespace()
    let traffic = try TrafficPair(in: network, port: 9001, bytesPerSecond: 1000, seconds: 60)
    // The shell holds a connection and waits for topss, as the server of a remote shell does.
    let script = """
      exec 9<>/dev/tcp/127.0.0.1/9001; echo $$
      "$0" -HKtn proc = bash && "$0" -H --once -tnp proc = bash
      "$0" -HKtn --allow-ancestors proc = bash
      true
      """
    var launch = ChildProcess.Launch(
      path: "/bin/bash", arguments: ["-c", script, try TestEnvironment.product("topss")])
    launch.network = network
    let result = try ProcessRunner.run(launch, seconds: 60)
    let lines = result.outputText.split(separator: "\n")
    let shell = try #require(lines.first)
    #expect(result.errorText.contains("bash[\(shell)] holds it, and topss runs inside"))
    // It is not among those destroyed; then it is seen to live; then it is destroyed.
    #expect(lines.count == 3, "\(lines)")
    #expect(lines.dropFirst().first?.contains("pid=\(shell),") == true, "\(lines)")
    withExtendedLifetime(traffic) {}
  }

  @Test func `sockets of other families are not listed as destroyed`() throws {
    let zoo = try SocketZoo()
    let topss = try TestEnvironment.product("topss")
    let result = try zoo.run(topss, ["-HKxa", "src", "*"])
    #expect(result.status == .exited(0))
    #expect(result.output.isEmpty)
    #expect(result.errorText.contains("cannot be destroyed"))
  }

  @Test func `ends are printed as they come`() throws {
    let network = try NetworkNamespace()
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"), arguments: ["-E", "-tni", "sport", "=", ":9000"])
    launch.network = network
    let terminal = try PseudoTerminal(launch, rows: 24, columns: 200)
    let deadline = Deadline(seconds: 60)
    // Pairs end until the listener, which says nothing when it begins, has heard one.
    repeat {
      _ = try TrafficPair(in: network, port: 9000, bytesPerSecond: 1000, seconds: 1)
      if terminal.waitFor("127.0.0.1:9000", seconds: 0.5) { break }
    } while !deadline.hasPassed
    #expect(terminal.terminal.text.contains("Local Address:Port"))
    #expect(terminal.terminal.text.contains("UNCONN"))
    #expect(!terminal.terminal.text.contains("LISTEN"))
    terminal.hangUp()
  }

  @Test(.disabled(if: TestEnvironment.isSanitized, "the sanitizer's runtime has a thread"))
  func `threads have numbers of their own`() throws {
    let zoo = try SocketZoo()
    let topss = try TestEnvironment.product("topss")
    let text = try zoo.run(topss, ["--once", "-HltnpT", "sport", "=", ":443"]).outputText
    let threads = text.matches(of: #/pid=(\d+),tid=(\d+),fd=/#)
    #expect(threads.count == 2, "\(text)")
    #expect(Set(threads.map(\.1)).count == 1)
    #expect(Set(threads.map(\.2)).count == 2)
    // Without -p they are not shown.
    let plain = try zoo.run(topss, ["--once", "-HltnT", "sport", "=", ":443"]).outputText
    #expect(!plain.contains("tid="))
  }

  @Test func `the summary stands alone or before the listing`() throws {
    let zoo = try SocketZoo()
    let topss = try TestEnvironment.product("topss")
    let alone = try zoo.run(topss, ["--once", "-s"]).outputText
    let theirs = try zoo.run(Self.ss, ["-s"]).outputText
    // What the whole machine shares may move between the two.
    #expect(Self.table(alone) == Self.table(theirs))
    for words in [["-s", "-t"], ["-s", "sport", "=", ":443"], ["-s", "-a"]] {
      let ours = try zoo.run(topss, ["--once"] + words).outputText
      let both = try zoo.run(Self.ss, words).outputText
      #expect(ours.contains("Local Address") == both.contains("Local Address"), "\(words)")
      #expect(ours.hasPrefix("Total: "))
    }
  }

  /// The table of transports, and the form of the lines before it.
  private static func table(_ text: String) -> [String] {
    text.split(separator: "\n").map { line in
      let words = line.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
      return line.contains(":") ? words.replacing(#/\d+/#, with: "N") : words
    }
  }

  @Test func `the environment moves files as it does for ss`() throws {
    let zoo = try SocketZoo()
    let topss = try TestEnvironment.product("topss")
    let empty = zoo.folder.appendingPathComponent("empty").path
    try Data("header\n".utf8).write(to: URL(filePath: empty))
    for variable in ["PROC_NET_TCP=\(empty)", "PROC_NET_RAW=\(empty)", "PROC_NET_MPTCP=1"] {
      for words in [["-Htan4"], ["-Hwan4"], ["-HMan"]] {
        let ours = try zoo.run(topss, ["--once"] + words, environment: [variable])
        let theirs = try zoo.run(Self.ss, words, environment: [variable])
        #expect(ours.status == theirs.status)
        #expect(
          ours.outputText.isEmpty == theirs.outputText.isEmpty, "\(variable) \(words)")
      }
    }
  }

  private static func run(
    _ words: [String], in network: NetworkNamespace
  ) throws -> ProcessRunner.Result {
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"), arguments: words)
    launch.network = network
    return try ProcessRunner.run(launch)
  }
}
