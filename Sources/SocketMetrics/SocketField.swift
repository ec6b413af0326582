package import TextSafety

/// Every quantity that a row can show, sort by, filter on or export.
///
/// The one table of fields: columns, sort menu, filter, completion, JSON and CSV keys, help, manual
/// and README come from `definition`.
package enum SocketField: UInt8, CaseIterable, Sendable {
  case netid, state, recvq, sendq
  case src, sport, dst, dport
  case rx, tx, rxBytes, txBytes
  case rtt, rttvar, minrtt, rto
  case retrans, retransRate, lost, unacked
  case cwnd, ssthresh, mss, sndwnd, notsent
  case cc, pacing, delivery
  case busy, limit, limitShare
  case segsIn, segsOut, lastSent, lastReceived, idle
  case timer, timerLeft
  case skmemRead, skmemReadLimit, skmemWrite, skmemWriteLimit, backlogMemory, drops, dropRate
  case backlog
  case proc, pid, fd, user, uid, cmd
  case inode, cookie, dev, mark, cgroup, unit, container, netns
  case age, stateAge

  /// The field's entry in the table.
  package var definition: FieldDefinition {
    FieldDefinition(
      identifier: "", title: "", unit: .text, help: "", source: "", minimumWidth: 1, width: 1,
      alignment: .left, priority: 0, isFilterable: false)
  }

  /// The field's number in base units (bytes, bytes per second, seconds); NaN when it is unknown
  /// or the field is text.
  package func number(of row: SocketRow) -> Double { .nan }

  /// The field's text as it came from outside; nil when it is unknown or the field is a number.
  /// Fields of owners give the first owner's.
  package func text(of row: SocketRow) -> RawText? { nil }

  /// Appends what a table cell shows: with units, `-` for unknown.
  package func write(_ row: SocketRow, to text: inout SafeText) {}
}
