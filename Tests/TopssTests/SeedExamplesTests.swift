import Foundation
import TestSupport
import Testing

/// The command lines from which people learn `ss`: each ends with status 0 and prints what it says.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct SeedExamplesTests {
  /// A line, what its output must hold, and what it must not.
  static let listings: [(line: String, holds: [String], lacks: [String])] = [
    ("-4", ["127.0.0.1"], ["[::1]", "u_str"]),
    ("-6", ["[::1]"], ["127.0.0.1:8080", "u_str"]),
    ("-l", ["LISTEN", "u_str", "UNCONN"], ["ESTAB"]),
    ("-lt", ["127.0.0.1:http-alt"], ["ESTAB"]),
    ("-lu", ["UNCONN"], ["ESTAB"]),
    ("-ltn", ["0.0.0.0:443", "[::]:8443", "*:8444"], ["https"]),
    ("-pl", ["users:((\"socket-zoo\",pid="], []),
    ("-lp", ["users:((\"socket-zoo\",pid="], []),
    ("", ["Netid", "ESTAB", "u_str", "tcp", "udp"], ["LISTEN", "p_raw"]),
    ("-p", ["users:((\"socket-zoo\",pid="], []),
    (
      "-s", ["Total: ", "estab ", "orphaned ", "timewait ", "RAW\t", "FRAG\t", "INET\t"], ["ESTAB"]
    ),
    ("-t", ["ESTAB"], ["Netid", "LISTEN", "u_str"]),
    ("--tcp", ["ESTAB"], ["LISTEN"]),
    ("-t -a", ["LISTEN", "TIME-WAIT", "SYN-SENT", "FIN-WAIT-1"], []),
    ("-u -a", ["UNCONN", "ESTAB"], ["LISTEN"]),
    ("-w -a", [":icmp", ":ipv6-icmp"], []),
    ("-x -a", ["u_str", "u_dgr", "u_seq", "@zoo/abstract"], ["127.0.0.1"]),
    ("-d -a", ["Local Address:Port"], ["tcp"]),
    ("-e", ["ino:", "sk:", "<->"], []),
    ("-o", ["timer:(keepalive,"], []),
    ("-to", ["timer:(keepalive,"], ["u_str"]),
    ("-m", ["skmem:(r"], []),
    ("-i", ["cubic", "reno", "wscale:", "rtt:", "cwnd:"], []),
    ("dst 192.168.0.1", [], ["ESTAB"]),
    ("src 127.0.0.2", ["127.0.0.2"], ["127.0.0.1:8080"]),
    ("-t dst 127.0.0.1/24", ["ESTAB"], ["[::1]"]),
    ("-tn dst 127.0.0.1/24:443", ["127.0.0.3:443"], ["8080"]),
    ("-tn 127.0.0.1/24:443", ["127.0.0.3:443"], ["8080"]),
    ("-t 192.168.0.1:http", [], ["ESTAB"]),
    ("-tn dport != :22", ["ESTAB"], []),
    ("-tn dport \\> :1024", ["ESTAB"], [":443\n"]),
    ("-tn sport \\< :32000", ["127.0.0.1:8080"], []),
    ("-tn sport eq :8080", ["127.0.0.1:8080"], [":443 "]),
    ("-tn sport ge 1000", ["ESTAB"], ["127.0.0.3:443 "]),
    ("-tn dport = :https", ["127.0.0.3:443"], ["8080"]),
    ("-t dport = :http", [], ["ESTAB"]),
    ("-t sport = :webcache", ["http-alt"], []),
    ("-a -A all autobound", ["tcp"], []),
    ("-A tcp,udp", ["tcp", "udp"], ["u_str"]),
    ("--query=inet", ["tcp", "udp"], ["u_str"]),
    ("--socket=raw -a", ["UNCONN"], ["tcp"]),
    ("state connected dport = :sftp", [], ["ESTAB"]),
    ("-4 state closing", [], ["ESTAB"]),
    ("-t state established", ["127.0.0.1:"], ["LISTEN"]),
    ("( sport = :ftp or dport = :https )", ["https"], ["http-alt"]),
    ("\\( sport = :http or sport = :https \\)", ["https"], ["http-alt"]),
    (
      "-o state fin-wait-1 '( sport = :http or sport = :8085 or dport = :8085 )' dst 127.54.1/8",
      ["8085", "timer:("], []
    ),
    ("-o state established '( dport = :smtp or sport = :smtp )'", ["Local Address"], ["127.0"]),
    ("-x src /tmp/.X11-unix/*", ["Netid"], ["zoo"]),
    ("-x src *stream.sock", ["stream.sock"], ["@zoo"]),
    ("-r", ["localhost"], []),
    ("-n", ["127.0.0.3:443"], ["https"]),
    ("-atr", ["localhost", "LISTEN"], []),
    ("-f inet", ["tcp"], ["u_str"]),
    ("-f unix -a", ["u_seq"], ["tcp"]),
    ("-0", ["p_raw", "p_dgr"], ["tcp"]),
    ("--packet", ["p_raw"], ["tcp"]),
    ("--unix", ["u_str"], ["tcp"]),
    ("-V", ["topss "], []),
    ("-h", ["Usage: topss"], []),
  ]

  @Test func `every example prints what it says`() throws {
    let zoo = try SocketZoo()
    let topss = try TestEnvironment.product("topss")
    for (line, holds, lacks) in Self.listings {
      let result = try zoo.run(topss, ["--once"] + DifferentialCommands.words(of: line))
      #expect(result.status == .exited(0), "\(line): \(result.errorText)")
      let text = result.outputText
      for word in holds { #expect(text.contains(word), "\(line) lacks \(word):\n\(text)") }
      for word in lacks { #expect(!text.contains(word), "\(line) prints \(word):\n\(text)") }
    }
  }

  @Test func `a family that the kernel lacks is a note where it was asked for`() throws {
    let zoo = try SocketZoo()
    let topss = try TestEnvironment.product("topss")
    for option in ["-d", "-S", "--xdp", "--tipc", "--vsock"] {
      let result = try zoo.run(topss, ["--once", option, "-a"])
      #expect(result.status == .exited(0))
      let isMissing = result.errorText.contains("not available in this kernel")
      let rows = result.outputText.split(separator: "\n").count
      #expect(isMissing ? rows == 1 : result.errorText.isEmpty, "\(option): \(result.errorText)")
    }
    #expect(try zoo.run(topss, ["--once", "-a"]).error.isEmpty)
  }

  @Test func `the files of the examples are written and read`() throws {
    let zoo = try SocketZoo()
    let topss = try TestEnvironment.product("topss")
    let filter = zoo.folder.appendingPathComponent("filter").path
    try Data("# a comment\nsport = :443\nor dport = :443\n".utf8).write(to: URL(filePath: filter))
    let direct = try zoo.run(
      topss, ["--once", "-tn", "sport", "=", ":443", "or", "dport", "=", "443"])
    for option in [["-F", filter], ["--filter=\(filter)"]] {
      let result = try zoo.run(topss, ["--once", "-tn"] + option)
      #expect(result.status == .exited(0))
      #expect(result.outputText == direct.outputText)
      #expect(result.outputText.contains("127.0.0.3:443"))
    }
    for (index, option) in ["-D", "--diag"].enumerated() {
      let file = zoo.folder.appendingPathComponent("dump\(index)").path
      let words = option == "-D" ? ["-D", file] : ["--diag=\(file)"]
      let result = try zoo.run(topss, ["--once", "-t"] + words)
      #expect(result.status == .exited(0), "\(result.errorText)")
      #expect(result.output.isEmpty)
      let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
      #expect((size ?? 0) > 500)
    }
  }
}
