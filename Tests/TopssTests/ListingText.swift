import Foundation
import TestSupport

/// A listing reduced to what two of them have in common: rows in order, each with its further lines.
struct ListingText {
  /// Which program wrote it.
  enum Writer { case ours, theirs }

  /// The titles; nil with `-H`.
  private(set) var header: String?
  private(set) var rows: [String] = []

  /// Reads what `writer` printed for `words` about the sockets of the process `zoo`.
  init(_ text: String, by writer: Writer, words: [String], zoo: Int, of version: SSVersion) {
    var isFirst = !Self.hidesHeader(words)
    for line in text.split(separator: "\n").map(String.init) {
      if isFirst {
        header = Self.foldHeader(line)
        isFirst = false
      } else if line.hasPrefix("\t"), !rows.isEmpty {
        rows[rows.count - 1] += " | " + line
      } else {
        rows.append(line)
      }
    }
    rows.removeAll { Self.isOwn($0, zoo: zoo) }
    if writer == .ours {
      rows.removeAll { version.lacks(row: $0) }
      rows = rows.map(version.withoutNewerTokens)
    }
    rows = rows.map(Self.fold)
  }

  private static func hidesHeader(_ words: [String]) -> Bool {
    words.contains {
      $0.hasPrefix("--no-h") || ($0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("H"))
    }
  }

  /// `ss` writes the title of the last column always, and without a gap.
  private static func foldHeader(_ line: String) -> String {
    line.replacing("PortProcess", with: "Port").replacing(#/ +Process *$/#, with: "")
      .split(separator: " ").joined(separator: " ")
  }

  /// The listers' own sockets are there only while they run.
  private static func isOwn(_ row: String, zoo: Int) -> Bool {
    if row.contains("tcpdiag:ss/") || row.contains("tcpdiag:topss/") || row.contains("rtnl:ss/")
      || row.contains("rtnl:topss/") || row.contains("(\"ss\",") || row.contains("(\"topss\",")
    {
      return true
    }
    // The port of a netlink socket is its process, or a negative number.
    guard let port = row.firstMatch(of: #/\s(?:4|0|tcpdiag|rtnl):(-?\d+) /#)?.1 else {
      return false
    }
    return port != "0" && port != "\(zoo)"
  }

  /// What moves by itself: times always, and what a retransmission touches where one is under way.
  private static func fold(_ row: String) -> String {
    var text = row.replacing(#/last(snd|rcv|ack):\d+/#, with: { "last\($0.1)" })
    text = text.replacing(#/timer:\((\w+),[^,)]*,(\d+)\)/#, with: { "timer:(\($0.1),\($0.2))" })
    if row.contains(#/(SYN-SENT|SYN-RECV|FIN-WAIT-1|LAST-ACK|CLOSING|CLOSE-WAIT) /#) {
      text = foldRetransmission(text)
    }
    return text.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
  }

  private static func foldRetransmission(_ row: String) -> String {
    row.replacing(#/timer:\((\w+),\d+\)/#, with: { "timer:(\($0.1))" })
      .replacing(#/(busy|rwnd_limited|sndbuf_limited):\S+/#, with: { "\($0.1)" })
      .replacing(
        #/ (rto|backoff|retrans|lost|unacked|bytes_retrans|segs_out|bytes_sent):\S+/#, with: ""
      )
      .replacing(
        #/ (ssthresh|cwnd|rehash|segs_in|data_segs_out|dsack_dups|reord_seen):\S+/#, with: ""
      )
      .replacing(#/ (send|pacing_rate) \S+bps/#, with: "")
  }
}

/// The version of the installed `ss`, and what it does not print yet.
///
/// The deviations of the manual: this list, and the title of the last column.
struct SSVersion {
  /// Major and minor, 6.1 as 601.
  let number: Int

  init(text: String) {
    let match = text.firstMatch(of: /iproute2-(?:ss)?(\d+)\.(\d+)/)
    number = match.map { (Int($0.1) ?? 0) * 100 + (Int($0.2) ?? 0) } ?? 0
  }

  /// TCP sockets that are bound and nothing else are listed since 6.8.
  func lacks(row: String) -> Bool { number < 608 && row.contains("127.0.0.1:8099 ") }

  /// Tokens that `ss` learned after 6.1.
  func withoutNewerTokens(_ row: String) -> String {
    var text = row
    if number < 605 {
      text = text.replacing(
        #/ (local_addr_used|local_addr_max|csum_enabled|retransmits):\d+/#, with: "")
      // Only rows of MPTCP begin their tokens with its own.
      if text.contains(" write_seq:") || text.contains(" subflows:") {
        text = text.replacing(#/ bytes_(sent|received|acked|retrans):\d+/#, with: "")
      }
    }
    if number < 606 { text = text.replacing(#/ (rcv_wnd|rehash):\d+/#, with: "") }
    if number < 608 { text = text.replacing(#/ (subflows_total|usec_ts)(:\d+)?/#, with: "") }
    if number < 610 {
      text = text.replacing(#/ last_(data_sent|data_recv|ack_recv):\d+/#, with: "")
    }
    return text
  }
}
