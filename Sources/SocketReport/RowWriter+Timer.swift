internal import SocketModel
internal import TextSafety

extension RowWriter {
  /// ` timer:(keepalive,119min,0)`; nothing without a running timer.
  func writeTimer(_ record: SocketRecord, _ isAssociation: Bool, to text: inout RowBuffer) {
    guard record.timer != .none else { return }
    text.append(" timer:(")
    text.append(record.kind == .sctp ? "T3_RTX" : record.timer.name ?? "")
    text.append(",")
    Self.append(remaining: record.timerMilliseconds, to: &text)
    token(",", record.timerRetransmits, to: &text)
    text.append(")")
  }

  /// Appends the time of a timer: `119min`, `1min5sec`, `58sec`, `1.608sec`, `092ms`, nothing for 0.
  static func append(remaining milliseconds: UInt32, to text: inout RowBuffer) {
    let minutes = milliseconds / 60_000
    let seconds = minutes > 9 ? 0 : milliseconds / 1000 % 60
    let rest = minutes > 0 || seconds > 9 ? 0 : milliseconds % 1000
    if minutes > 0 {
      text.append(minutes)
      text.append("min")
    }
    if seconds > 0 {
      text.append(seconds)
      text.append(rest > 0 ? "." : "sec")
    }
    guard rest > 0 else { return }
    text.append(UInt64(rest), digits: 3)
    text.append(seconds > 0 ? "sec" : "ms")
  }
}
