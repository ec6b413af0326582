import TestSupport
import Testing

/// `topss --once` against the installed `ss`, in a namespace full of sockets.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct DifferentialTests {
  static let ss = "/usr/bin/ss"

  @Test func `every listing has the rows and the status of ss`() throws {
    let zoo = try SocketZoo()
    let topss = try TestEnvironment.product("topss")
    var failures: [String] = []
    for line in DifferentialCommands.rows {
      let words = DifferentialCommands.words(of: line)
      var difference = ""
      // A timer that fires between the two listings is not a difference: look again.
      for _ in 0..<3 {
        let theirs = try zoo.run(Self.ss, words)
        let ours = try zoo.run(topss, ["--once"] + words)
        difference = Self.difference(ours: ours, theirs: theirs)
        if difference.isEmpty { break }
      }
      if !difference.isEmpty { failures.append("\(line)\n\(difference)") }
    }
    #expect(
      failures.isEmpty, "\(failures.count) listings differ:\n\(failures.joined(separator: "\n"))")
  }

  @Test func `every wrong command line has the status of ss and says why`() throws {
    let topss = try TestEnvironment.product("topss")
    for line in DifferentialCommands.errors {
      let words = DifferentialCommands.words(of: line)
      let theirs = try ProcessRunner.run(.init(path: Self.ss, arguments: words))
      let ours = try ProcessRunner.run(.init(path: topss, arguments: ["--once"] + words))
      #expect(ours.status == theirs.status, "\(line): \(ours.errorText)")
      #expect(!ours.error.isEmpty, "\(line) says nothing")
      #expect(ours.output.isEmpty, "\(line) prints \(ours.outputText)")
    }
  }

  /// What differs, as lines with - (ss only) and + (topss only); empty when nothing does.
  static func difference(ours: ProcessRunner.Result, theirs: ProcessRunner.Result) -> String {
    var lines: [String] = []
    if ours.status != theirs.status {
      lines.append(
        "status \(String(describing: ours.status)), ss \(String(describing: theirs.status))")
    }
    let left = ListingText.rows(of: theirs.outputText)
    let right = ListingText.rows(of: ours.outputText)
    lines += right.difference(from: left).map {
      switch $0 {
      case .insert(_, let row, _): "+ \(row)"
      case .remove(_, let row, _): "- \(row)"
      }
    }
    return lines.prefix(12).joined(separator: "\n")
  }
}

/// Listings reduced to what two of them have in common.
enum ListingText {
  /// The rows, sorted, with blanks folded and what moves by itself left out.
  static func rows(of text: String) -> [String] {
    text.split(separator: "\n").map { fold(String($0)) }.filter { !isOwn($0) }.sorted()
  }

  /// The lister's own sockets are there only while it runs.
  private static func isOwn(_ row: String) -> Bool {
    row.contains("tcpdiag:ss/") || row.contains("tcpdiag:topss/") || row.contains("rtnl:ss/")
      || row.contains("rtnl:topss/") || row.hasPrefix("nl UNCONN 0 0 tcpdiag:-")
      || row.contains("(\"ss\",") || row.contains("(\"topss\",")
  }

  private static func fold(_ line: String) -> String {
    line
      .replacing(/timer:\([^)]*\)/, with: "timer")
      .replacing(/last(snd|rcv|ack):\d+/, with: "last")
      .replacing(/(busy|rwnd_limited|sndbuf_limited):\S+/, with: "$1")
      .replacing(
        /(rto|backoff|retrans|lost|unacked|bytes_retrans|segs_out|bytes_sent):\S+/, with: ""
      )
      .replacing(/(ssthresh|cwnd|rehash|segs_in|data_segs_out|dsack_dups|reord_seen):\S+/, with: "")
      .replacing(/send \S+bps|pacing_rate \S+bps/, with: "")
      .split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
  }
}
