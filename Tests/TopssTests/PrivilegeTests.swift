import Foundation
import TestSupport
import Testing

/// What each privilege alone shows and permits, by the real program as an ordinary user.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"),
  .enabled(
    if: FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv"), "needs setpriv"))
struct PrivilegeTests {
  let network: NetworkNamespace
  let victim: TrafficPair

  init() throws {
    network = try NetworkNamespace()
    victim = try TrafficPair(in: network, port: 7800, bytesPerSecond: 1000, seconds: 60)
  }

  /// The words that run a program as nobody with these capabilities and no others.
  private static func asNobody(_ capabilities: [String] = []) -> [String] {
    let list = capabilities.map { "+\($0)" }.joined(separator: ",")
    let granted = list.isEmpty ? [] : ["--inh-caps", list, "--ambient-caps", list]
    return ["/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] + granted
  }

  private func listener(
    _ wrapper: [String], _ arguments: [String] = []
  ) throws -> (JSONSample.Socket?, notes: String) {
    let sample = try JSONSample.once(["-tn"] + arguments, in: network, wrapper: wrapper)
    let socket = sample.sockets.first { $0.sport == 7800 && $0.state == "LISTEN" }
    return (socket, (sample.notes ?? []).joined(separator: "\n"))
  }

  @Test(arguments: [
    ([], false), (["dac_read_search"], false), (["sys_ptrace"], false), (["net_admin"], false),
    (["kill"], false), (["dac_read_search", "sys_ptrace"], true),
  ])
  func `owners of others are told with both capabilities, else marked as hidden`(
    capabilities: [String], areTold: Bool
  ) throws {
    let (socket, notes) = try listener(Self.asNobody(capabilities))
    let listener = try #require(socket)
    #expect(listener.inode ?? 0 != 0)
    if areTold {
      #expect(listener.owners?.map(\.pid) == [victim.pid])
    } else {
      #expect(listener.owners == nil, "a hidden owner is not nobody")
      #expect(notes.contains("hidden (needs cap_sys_ptrace"))
    }
  }

  @Test func `with hidepid=2 every socket is told and its owner is marked as hidden`() throws {
    let script = "mount -t proc -o hidepid=2 proc /proc && exec \"$@\""
    let wrapper = ["/usr/bin/unshare", "-m", "/bin/sh", "-c", script, "sh"]
    let (socket, notes) = try listener(wrapper + Self.asNobody())
    let listener = try #require(socket)
    #expect(listener.inode ?? 0 != 0)
    #expect(listener.owners == nil)
    #expect(notes.contains("hidden (needs cap_sys_ptrace"))
  }

  @Test(arguments: [
    ([], false), (["sys_admin"], false), (["sys_ptrace"], false),
    (["sys_admin", "sys_ptrace"], true),
  ])
  func `other namespaces are entered with both capabilities, else counted`(
    capabilities: [String], areEntered: Bool
  ) throws {
    let sample = try JSONSample.once(
      ["-tn", "--netns", "all"], wrapper: Self.asNobody(capabilities))
    let isSeen = sample.sockets.contains { $0.sport == 7800 }
    #expect(isSeen == areEntered)
    guard !areEntered else { return }
    let notes = (sample.notes ?? []).joined(separator: "\n")
    #expect(notes.contains("namespaces of") || notes.contains("not entered"), "\(notes)")
  }

  @Test func `root of another user namespace sees every socket and destroys none`() throws {
    let wrapper = ["/usr/bin/unshare", "--user", "--map-root-user"]
    let (socket, _) = try listener(wrapper)
    #expect(try #require(socket).inode ?? 0 != 0)
    let words =
      wrapper + [
        try TestEnvironment.product("topss"), "-K", "-tn", "state", "established", "sport = :7800",
      ]
    var launch = ChildProcess.Launch(path: words[0], arguments: Array(words.dropFirst()))
    launch.network = network
    let result = try ProcessRunner.run(launch)
    #expect(result.errorText.contains("not permitted"), "\(result.errorText)")
    let sample = try JSONSample.once(["-tn"], in: network)
    #expect(sample.sockets.contains { $0.sport == 7800 && $0.state == "ESTAB" })
  }

  @Test(arguments: [([], false), (["kill"], false), (["net_admin"], true)])
  func `sockets are destroyed with net_admin only, else it is said`(
    capabilities: [String], isPermitted: Bool
  ) throws {
    let words =
      Self.asNobody(capabilities) + [
        try TestEnvironment.product("topss"), "-K", "-tn", "state", "established", "sport = :7800",
      ]
    var launch = ChildProcess.Launch(path: words[0], arguments: Array(words.dropFirst()))
    launch.network = network
    let result = try ProcessRunner.run(launch)
    #expect(result.errorText.contains("not permitted") == !isPermitted, "\(result.errorText)")
    let sample = try JSONSample.once(["-tn"], in: network)
    let lives = sample.sockets.contains { $0.sport == 7800 && $0.state == "ESTAB" }
    #expect(lives == !isPermitted)
  }

  @Test(arguments: [([], false), (["kill"], true)])
  func `signals reach others with kill only, else it is said`(
    extra: [String], isPermitted: Bool
  ) throws {
    let words =
      Self.asNobody(["dac_read_search", "sys_ptrace"] + extra) + [
        try TestEnvironment.product("topss"), "sport = :7800",
      ]
    var launch = ChildProcess.Launch(path: words[0], arguments: Array(words.dropFirst()))
    launch.network = network
    let terminal = try PseudoTerminal(launch, rows: 24, columns: 140)
    try #require(terminal.waitFor("[\(victim.pid)]"), "\(terminal.terminal.text)")
    terminal.type("K")
    if isPermitted {
      try #require(terminal.waitFor("user "), "\(terminal.terminal.text)")
      terminal.type("\r")
      try #require(terminal.waitFor("Confirm"), "\(terminal.terminal.text)")
      _ = terminal.read(seconds: 0.4) { _ in false }
      terminal.type("y")
      #expect(Deadline.wait { !victim.isRunning }, "\(terminal.terminal.text)")
    } else {
      #expect(terminal.waitFor("needs its user, root or cap_kill"), "\(terminal.terminal.text)")
      #expect(victim.isRunning)
    }
    terminal.process.send(SIGTERM)
  }
}
