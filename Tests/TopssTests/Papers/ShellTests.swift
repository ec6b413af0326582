import Foundation
import TestSupport
import Testing

/// Each shell loads its completion, and completes with it.
struct ShellTests {
  private static func isThere(_ shell: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\(shell)")
  }

  private static let folder = PaperFile.root.appendingPathComponent("Resources/completions").path

  private static func run(_ shell: String, _ options: [String], _ script: String) throws -> [String]
  {
    let result = try ProcessRunner.run(
      ChildProcess.Launch(path: "/usr/bin/\(shell)", arguments: options + ["-c", script]))
    #expect(result.errorText.isEmpty, "\(result.errorText)")
    #expect(result.status == .exited(0))
    return result.outputText.split(separator: "\n").map(String.init)
  }

  /// What is typed, and what bash then offers.
  static let bash: [(words: String, offered: [String])] = [
    ("topss --col", ["--columns", "--color"]),
    ("topss --color n", ["never"]),
    ("topss --columns rx,tx_b", ["rx,tx_bytes"]),
    ("topss -A unix_s", ["unix_stream", "unix_seqpacket"]),
    ("topss state time", ["time-wait"]),
    ("topss -f inet", ["inet", "inet6"]),
    ("topss --sort rtt:", ["rtt:asc", "rtt:desc"]),
    ("topss retrans_", ["retrans_rate"]),
  ]

  @Test(.enabled(if: isThere("bash"), "needs bash"), arguments: bash.indices)
  func `bash completes`(index: Int) throws {
    let (words, offered) = Self.bash[index]
    let last = words.split(separator: " ").count - 1
    let script = """
      compopt() { :; }
      source '\(Self.folder)/topss.bash'
      COMP_WORDS=(\(words)) COMP_CWORD=\(last)
      _topss
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    #expect(try Self.run("bash", ["--norc"], script) == offered)
  }

  @Test(.enabled(if: isThere("zsh"), "needs zsh"))
  func `zsh loads its completion`() throws {
    let script = "fpath=('\(Self.folder)' $fpath); autoload -Uz +X _topss && whence -w _topss"
    #expect(try Self.run("zsh", ["-f"], script) == ["_topss: function"])
  }

  @Test(.enabled(if: isThere("fish"), "needs fish"))
  func `fish completes`() throws {
    let script = "source '\(Self.folder)/topss.fish'; complete -C 'topss --color al'"
    #expect(try Self.run("fish", ["-N"], script) == ["always\tuse colours"])
    let states = try Self.run(
      "fish", ["-N"],
      "source '\(Self.folder)/topss.fish'; complete -C 'topss state time'")
    #expect(states == ["time-wait"])
  }
}
