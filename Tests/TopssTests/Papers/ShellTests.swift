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
    ("topss retrans_", ["retrans_rate"]), ("topss --netns al", ["all"]),
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

  /// What is typed before Tab, and what the only completion makes of it.
  static let zsh: [(typed: String, result: String)] = [
    ("--diagn", "--diagnose"), ("state time", "state time-wait"), ("--color=al", "--color=always"),
    ("-A unix_str", "-A unix_stream"), ("--columns rx,tx_b", "--columns rx,tx_bytes"),
    ("--sort rtt:d", "--sort rtt:desc"), ("-f tip", "-f tipc"), ("--netns al", "--netns all"),
    ("retrans_", "retrans_rate"),
  ]

  /// An interactive zsh on a terminal of its own, in which `topss` prints its arguments.
  private static let typingInZsh = """
    zmodload zsh/zpty
    zpty z zsh -f -i
    zpty -w z "fpath=('$1' \\$fpath); autoload -Uz compinit && compinit -u -D"
    zpty -w z "topss() { print -r -- '<''<'\\$*'>''>' }; print RE''ADY"
    zpty -r z out '*READY*'
    shift
    for typed; do
      zpty -w -n z "topss $typed"$'\\t\\n'
      zpty -r z out '*<<*>>*'
      print -r -- "${${out##*<<}%%>>*}"
    done
    """

  @Test(.enabled(if: isThere("zsh"), "needs zsh"))
  func `zsh completes`() throws {
    let words = ["-f", "-c", Self.typingInZsh, "zsh", Self.folder] + Self.zsh.map(\.typed)
    let result = try ProcessRunner.run(
      ChildProcess.Launch(path: "/usr/bin/zsh", arguments: words))
    #expect(result.outputText.split(separator: "\n").map(String.init) == Self.zsh.map(\.result))
    #expect(result.errorText.isEmpty, "\(result.errorText)")
  }

  /// What is typed, and what fish then offers, without the explanations.
  static let fish: [(typed: String, offered: [String])] = [
    ("topss --color al", ["always"]), ("topss state time", ["time-wait"]),
    ("topss --diagn", ["--diagnose"]), ("topss -f tip", ["tipc"]), ("topss --netns al", ["all"]),
    ("topss -A unix_s", ["unix_seqpacket", "unix_stream"]), ("topss retrans_", ["retrans_rate"]),
    ("topss --sort rtt:", ["rtt:asc", "rtt:desc"]),
  ]

  @Test(.enabled(if: isThere("fish"), "needs fish"))
  func `fish completes`() throws {
    for (typed, offered) in Self.fish {
      let script = "source '\(Self.folder)/topss.fish'; complete -C '\(typed)'"
      let lines = try Self.run("fish", ["-N"], script)
      #expect(lines.map { $0.prefix { $0 != "\t" } } == offered.map { $0[...] }, "\(typed)")
    }
  }
}
