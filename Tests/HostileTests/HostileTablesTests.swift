import Foundation
import TestSupport
import Testing

/// Hostile names in the system's own tables: users, services, hosts, namespaces; and in a dump.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct HostileTablesTests {
  /// No blanks, colons, slashes or line ends: those part the words of the tables.
  private static let payloads: [[UInt8]] =
    [
      "\u{1b}[31mRED\u{1b}[2J", "\u{1b}]0;PWN\u{7}", "\u{9b}31mC1", "\u{202e}gnp.exe",
      "n\u{200b}o\u{feff}ne", "\u{1b}P1$q\u{1b}\\\u{7f}", "\u{e000}\u{e0041}", "数据库",
    ].map { Array($0.utf8) } + [[0xff, 0xfe, 0xc0, 0xaf, 0x78]]
  private static let legitimate = "数据库"

  /// A table of one line for each payload, put together by `line`.
  private func table(_ line: (Int, [UInt8]) -> [[UInt8]]) -> Data {
    let lines = Self.payloads.enumerated().map { place, payload in line(place, payload) }
    return Data(lines.joined().joined() + [])
  }

  /// Runs `topss` where `/etc` holds the payloads: they are seen nowhere else.
  private func launch(
    _ arguments: [String], in folder: String, _ network: NetworkNamespace
  ) throws -> ChildProcess.Launch {
    let script = """
      for name in passwd services hosts; do mount --bind "$0/$name" /etc/$name; done
      exec "$@"
      """
    return try wrapped(script, folder, arguments, network)
  }

  private func wrapped(
    _ script: String, _ word: String, _ arguments: [String], _ network: NetworkNamespace
  ) throws -> ChildProcess.Launch {
    var launch = ChildProcess.Launch(
      path: "/usr/bin/unshare",
      arguments: ["-m", "/bin/bash", "-ec", script, word, try TestEnvironment.product("topss")]
        + arguments)
    launch.network = network
    return launch
  }

  private func makeTables(in folder: String) throws {
    let passwd = table { place, name in
      [name, Array(":x:\(4000 + place):0::/:/bin/sh\n".utf8)]
    }
    let services = table { place, name in [name, Array(" \(9001 + place)/tcp\n".utf8)] }
    let hosts = table { place, name in [Array("127.0.0.\(place + 2) ".utf8), name, [0x0a]] }
    try passwd.write(to: URL(filePath: "\(folder)/passwd"))
    try services.write(to: URL(filePath: "\(folder)/services"))
    try hosts.write(to: URL(filePath: "\(folder)/hosts"))
  }

  /// Listeners on every port, address and of every user of the tables.
  private func listeners(in network: NetworkNamespace) throws -> PseudoTerminal {
    let script = """
      import os, socket, sys, time
      kept = []
      for i in range(int(sys.argv[1])):
          os.seteuid(4000 + i)
          s = socket.socket()
          s.bind(("127.0.0.%d" % (i + 2), 9001 + i))
          s.listen()
          os.seteuid(0)
          kept.append(s)
      print("READY", flush=True)
      time.sleep(600)
      """
    var launch = ChildProcess.Launch(
      path: "/usr/bin/python3", arguments: ["-c", script, "\(Self.payloads.count)"])
    launch.network = network
    let keeper = try PseudoTerminal(launch)
    try #require(keeper.waitFor("READY", seconds: 20), "\(keeper.terminal.text)")
    return keeper
  }

  @Test func `users, services and hosts are shown inert`() throws {
    let folder = try TestEnvironment.makeDirectory()
    defer { TestEnvironment.removeDirectory(folder) }
    try makeTables(in: folder)
    let network = try NetworkNamespace()
    let keeper = try listeners(in: network)
    let runs = [
      ["--once", "-tl"], ["--once", "-tlr"], ["--once", "-tle"], ["--once", "--csv", "-tl"],
      ["--once", "--json", "-tl"],
      ["--once", "--csv", "-tl", "--columns", "user,uid,sport,netns,src"], ["--diagnose"],
    ]
    for arguments in runs {
      let result = try ProcessRunner.run(try launch(arguments, in: folder, network), seconds: 60)
      #expect(result.status == .exited(0), "\(arguments): \(result.errorText)")
      let output = result.outputText.replacingOccurrences(of: "\n\t", with: "\n")
      let complaint = Verdict.complaint(about: Array(output.utf8) + result.error)
      #expect(complaint == nil, "\(arguments): \(complaint ?? "")")
      guard !arguments.contains("--diagnose") else { continue }
      #expect(output.contains(Self.legitimate), "\(arguments): \(output)")
    }
    let screen = try PseudoTerminal(
      try launch(
        ["-tlr", "--interval", "0.2", "--columns", "user,netns,local,sport,peer"], in: folder,
        network), rows: 40, columns: 160)
    for keys in ["", "n", "@", "2", "4", "1", "=", "\u{1b}", "/user = \t", "\u{1b}\u{1b}", "\r"] {
      screen.type(keys)
      // The keys of the view or, where a list or a prompt is open, its own.
      let hasKeys = screen.read {
        $0.terminal.text.contains("F10") || $0.terminal.text.contains("Esc")
      }
      #expect(hasKeys, "\(screen.terminal.text)")
      _ = screen.read(seconds: 0.3) { _ in false }
      #expect(screen.terminal.unexpected == [], "after \(keys.debugDescription)")
      let shown = screen.terminal.lines.joined(separator: "\n")
      #expect(Verdict.complaint(about: Array(shown.utf8)) == nil, "\(keys.debugDescription)")
    }
    screen.process.send(SIGTERM)
    #expect(screen.wait(seconds: 20) == .exited(128 + Int(SIGTERM)))
    keeper.process.send(SIGKILL)
  }

  @Test func `a namespace is shown inert`() throws {
    let network = try NetworkNamespace()
    let other = try NetworkNamespace()
    let keeper = try listeners(in: network)
    let script = """
      mkdir -p /run/netns && mount -t tmpfs none /run/netns && touch "/run/netns/$0"
      mount --bind /proc/\(keeper.process.pid)/ns/net "/run/netns/$0"
      exec "$@"
      """
    for payload in Self.payloads.dropLast() {
      let name = String(decoding: payload, as: UTF8.self)
      for format in [["--json"], ["--csv", "--columns", "netns,sport"], ["--csv"]] {
        let arguments = ["--once", "-tln", "--netns", "all", "sport = :9001"] + format
        let result = try ProcessRunner.run(
          try wrapped(script, name, arguments, other), seconds: 60)
        #expect(result.status == .exited(0), "\(arguments): \(result.errorText)")
        #expect(result.outputText.contains("9001"), "\(result.outputText)")
        let complaint = Verdict.complaint(about: result.output + result.error)
        #expect(complaint == nil, "\(arguments): \(complaint ?? "")")
        guard name == Self.legitimate else { continue }
        #expect(result.outputText.contains(name), "\(arguments): \(result.outputText)")
      }
    }
    keeper.process.send(SIGKILL)
  }

  @Test func `a congestion control of a dump file is shown inert`() throws {
    let folder = try TestEnvironment.makeDirectory()
    defer { TestEnvironment.removeDirectory(folder) }
    let network = try NetworkNamespace()
    let pair = try TrafficPair(in: network, port: 7801, bytesPerSecond: 1000, seconds: 60)
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"), arguments: ["-D", "\(folder)/dump", "-tani"])
    launch.network = network
    let dumped = try ProcessRunner.run(launch, seconds: 60)
    #expect(dumped.status == .exited(0), "\(dumped.errorText)")
    #expect(pair.isRunning)
    var bytes = Array(try Data(contentsOf: URL(filePath: "\(folder)/dump")))
    try #require(forge(&bytes) > 0, "no congestion control in the dump")
    try Data(bytes).write(to: URL(filePath: "\(folder)/dump"))
    launch.environment = TestEnvironment.standard + ["TCPDIAG_FILE=\(folder)/dump"]
    for format in [[], ["--json"], ["--csv"]] {
      launch.arguments = ["--once", "-tani"] + format
      let result = try ProcessRunner.run(launch, seconds: 60)
      #expect(result.status == .exited(0), "\(result.errorText)")
      let output = result.outputText.replacingOccurrences(of: "\n\t", with: "\n")
      #expect(output.contains("[m"), "the name is gone: \(output)")
      let complaint = Verdict.complaint(about: Array(output.utf8) + result.error)
      #expect(complaint == nil, "\(format): \(complaint ?? "")")
    }
  }

  /// Puts an escape sequence in the place of each name of a congestion control; how many.
  private func forge(_ dump: inout [UInt8]) -> Int {
    var count = 0
    for name in ["cubic", "bbr", "reno", "dctcp"] {
      // An attribute of type 4 (INET_DIAG_CONG), its length with header and the final 0.
      let attribute = [UInt8(name.utf8.count + 5), 0, 4, 0] + Array(name.utf8) + [0]
      let payload =
        Array("\u{1b}[".utf8) + Array(repeating: UInt8(ascii: "m"), count: name.utf8.count - 2)
      while let place = dump.firstRange(of: attribute) {
        dump.replaceSubrange(place.dropFirst(4).dropLast(), with: payload)
        count += 1
      }
    }
    return count
  }
}
