import Foundation
import TestSupport
import Testing

/// A key of TCP-MD5, which the kernel tells root in clear with each socket, comes out nowhere.
@Suite(
  .serialized,
  .enabled(if: TestEnvironment.isRoot, "needs root, whom the kernel tells keys"),
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct KeyTests {
  private static let key = "s3cr3t-of-a-bgp-peer"
  /// The listener and both ends of a connection on port 9179, which share the key. It is in hex:
  /// command lines are shown. `NO KEYS` where the kernel has none.
  private static let script = """
    import socket, struct, time
    key = bytes.fromhex("\(Data(key.utf8).map { String(format: "%02x", $0) }.joined())")
    peer = struct.pack("=HH4s", socket.AF_INET, 0, socket.inet_aton("127.0.0.1"))
    option = struct.pack("=128sBBHi80s", peer, 0, 0, len(key), 0, key)
    listener, client = socket.socket(), socket.socket()
    try:
        listener.setsockopt(6, 14, option)
        client.setsockopt(6, 14, option)
        listener.bind(("127.0.0.1", 9179))
        listener.listen()
        client.connect(("127.0.0.1", 9179))
        server = listener.accept()[0]
        print("READY", flush=True)
    except OSError as error:
        print("NO KEYS", error, flush=True)
    time.sleep(600)
    """

  private func launch(
    _ path: String, _ arguments: [String], in network: NetworkNamespace
  ) -> ChildProcess.Launch {
    var launch = ChildProcess.Launch(path: path, arguments: arguments)
    launch.network = network
    return launch
  }

  /// Whether the kernel tells it indeed.
  private func isTold(in network: NetworkNamespace) throws -> Bool {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/ss") else { return true }
    let told = try ProcessRunner.run(launch("/usr/bin/ss", ["-tina"], in: network))
    return told.outputText.contains(Self.key)
  }

  @Test func `the key is in no listing, in no file and on no screen`() throws {
    let network = try NetworkNamespace()
    let keeper = try PseudoTerminal(launch("/usr/bin/python3", ["-c", Self.script], in: network))
    let isReady = keeper.read(seconds: 30) {
      $0.terminal.text.contains("READY") || $0.terminal.text.contains("NO KEYS")
    }
    try #require(isReady, "\(keeper.terminal.text)")
    // A kernel without them has no secret to tell.
    guard keeper.terminal.text.contains("READY") else { return }
    #expect(try isTold(in: network))
    let folder = try TestEnvironment.makeDirectory()
    defer { TestEnvironment.removeDirectory(folder) }
    let runs = [
      ["--once", "-tinaempo"], ["--once", "--json", "-tinaemp"], ["--once", "--csv", "-tna"],
      ["--batch", "--json", "--interval", "0.1", "--count", "3", "-tinaemp"],
      ["-D", "\(folder)/dump", "-tinaemp"],
    ]
    for arguments in runs {
      let words = launch(try TestEnvironment.product("topss"), arguments, in: network)
      let result = try ProcessRunner.run(words, seconds: 60)
      #expect(result.status == .exited(0), "\(arguments): \(result.errorText)")
      #expect(!result.outputText.contains(Self.key), "\(arguments)")
      #expect(result.outputText.contains("9179") || arguments[0] == "-D", "\(arguments)")
    }
    let dump = try Data(contentsOf: URL(filePath: "\(folder)/dump"))
    // Port 9179 in the kernel's order, and no key.
    #expect(dump.firstRange(of: [0x23, 0xdb]) != nil)
    #expect(dump.firstRange(of: Array(Self.key.utf8)) == nil)
    try expectScreensWithout(in: network)
    keeper.process.send(SIGKILL)
  }

  private func expectScreensWithout(in network: NetworkNamespace) throws {
    let arguments = ["--interval", "0.2", "-tna"]
    let screen = try PseudoTerminal(
      launch(try TestEnvironment.product("topss"), arguments, in: network), rows: 60, columns: 200)
    try #require(screen.waitFor("9179"), "\(screen.terminal.text)")
    for keys in ["2", "3", "4", "5", "6", "1", "y", "\u{1b}", "\r", "\u{1b}[6~"] {
      screen.type(keys)
      _ = screen.read(seconds: 0.3) { _ in false }
    }
    #expect(screen.terminal.text.contains("9179"), "\(screen.terminal.text)")
    #expect(screen.output.firstRange(of: Array(Self.key.utf8)) == nil)
    screen.process.send(SIGTERM)
  }
}
