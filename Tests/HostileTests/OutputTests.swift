import Foundation
import TestSupport
import Testing

/// Output that cannot be written, and a reader that goes away.
@Suite(.serialized)
struct OutputTests {
  private static let modes: [[String]] = [
    ["--once", "-tan"], ["--once", "--json", "-tan"], ["--once", "--csv", "-tan"],
    ["--batch", "--count", "3", "-tan"], ["--batch", "--json", "--interval", "0.05", "-tan"],
    ["--batch", "--csv", "--interval", "0.05", "-tan"], ["-s"], ["--help"], ["--version"],
  ]

  private func shell(_ script: String, _ arguments: [String]) throws -> ProcessRunner.Result {
    let path = try TestEnvironment.product("topss")
    let launch = ChildProcess.Launch(
      path: "/bin/bash", arguments: ["-c", script, "bash", path] + arguments)
    return try ProcessRunner.run(launch, seconds: 60)
  }

  @Test(arguments: modes) func `a full disk is an error`(arguments: [String]) throws {
    let result = try shell(#""$@" >/dev/full"#, arguments)
    #expect(result.status == .exited(1), "\(arguments)")
    #expect(
      result.errorText == "topss: cannot write the output: no space left on device\n",
      "\(arguments)")
  }

  @Test(arguments: modes) func `a closed output is an error`(arguments: [String]) throws {
    let result = try shell(#""$@" >&-"#, arguments)
    #expect(result.status == .exited(1), "\(arguments)")
    #expect(
      result.errorText == "topss: cannot write the output: standard output is closed\n",
      "\(arguments)")
  }

  @Test(arguments: [["--batch", "--json"], ["--batch", "--csv"], ["--batch"]])
  func `a reader that goes away ends the program quietly`(arguments: [String]) throws {
    let endless = arguments + ["--interval", "0.05", "-tan"]
    let piped = #"| head -c 1 >/dev/null; exit ${PIPESTATUS[0]}"#
    let killed = try shell(#""$@" "# + piped, endless)
    #expect(killed.status == .exited(128 + Int(SIGPIPE)))
    #expect(killed.errorText == "")
    let ignored = try shell(#"trap "" PIPE; "$@" "# + piped, endless)
    #expect(ignored.status == .exited(1))
    #expect(ignored.errorText == "")
  }
}
