import TestSupport
import Testing

/// Descriptions of terminals that the caller wrote are code for whoever shows text by them.
@Suite(.serialized)
struct TrustTests {
  private static let nobody: Int32 = 65534

  /// A directory with the probe, with or without a file capability, and a description of
  /// `xterm-256color` whose alternate screen begins with `HOSTILE`.
  private static func prepare(hasCapability: Bool) throws -> String {
    let directory = try TestEnvironment.makeDirectory()
    let probe = try TestEnvironment.product("terminal-probe")
    var script = """
      set -e; cp \(probe) \(directory)/probe; mkdir -p \(directory)/home/.terminfo
      infocmp -A /lib/terminfo xterm-256color | sed 's/smcup=/smcup=HOSTILE/' > \(directory)/source
      tic -x -o \(directory)/home/.terminfo \(directory)/source
      chmod -R a+rX \(directory)
      """
    if hasCapability { script += "\nsetcap cap_net_admin+ep \(directory)/probe" }
    var launch = ChildProcess.Launch(path: "/bin/sh", arguments: ["-c", script])
    launch.environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"]
    let result = try ProcessRunner.run(launch)
    try #require(result.status == .exited(0), "\(result.errorText)")
    return directory
  }

  @Test(
    .enabled(if: TestEnvironment.isRoot, "needs root: gives a file a capability"),
    arguments: [true, false], ["TERMINFO=", "HOME=", "TERMINFO_DIRS="])
  func `a privileged program reads no description of its caller`(
    hasCapability: Bool, variable: String
  ) throws {
    let directory = try Self.prepare(hasCapability: hasCapability)
    defer { TestEnvironment.removeDirectory(directory) }
    var launch = ChildProcess.Launch(path: directory + "/probe")
    let path = variable == "HOME=" ? "/home" : "/home/.terminfo"
    launch.environment = TestEnvironment.standard.filter { !$0.hasPrefix("HOME=") }
    launch.environment.append(variable + directory + path)
    launch.user = Self.nobody
    let pty = try PseudoTerminal(launch)
    try #require(pty.waitFor("changes 0"))
    let isHostile = String(decoding: pty.output, as: UTF8.self).contains("HOSTILE")
    #expect(isHostile == !hasCapability)
  }
}
