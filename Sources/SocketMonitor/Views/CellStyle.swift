import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// Colours of cells: quiet unless something is wrong; the state by its name.
enum CellStyle {
  /// Seconds in CLOSE-WAIT after which it is taken for a leak.
  static let lastingCloseWait = 10.0

  /// Whether the style of `field` depends on more than what its cell says.
  static func readsRow(_ field: SocketField) -> Bool {
    field == .state || field == .retransRate || field == .dropRate
  }

  static func apply(
    to style: inout Style, field: SocketField, row: SocketRow, text: SafeText
  ) {
    if field == .state {
      style.role = role(of: row)
    } else if field == .retransRate || field == .dropRate, field.number(of: row) > 0 {
      style.role = .warning
    } else {
      dimZero(text, &style)
    }
  }

  /// Zero and unknown say little.
  static func dimZero(_ text: SafeText, _ style: inout Style) {
    let bytes = text.utf8
    let saysLittle =
      switch bytes.count {
      case 1: bytes[0] == 0x30 || bytes[0] == 0x2d
      case 2: bytes[0] == 0x30 && bytes[1] == 0x25
      default: false
      }
    if saysLittle { style.role = .dim }
  }

  static func role(of row: SocketRow) -> StyleRole {
    switch row.record.state {
    case .established: .stateEstablished
    case .listen: .stateListening
    case .synSent, .synReceived, .newSynReceived: .stateOpening
    case .finWait1, .finWait2, .closing, .lastAck: .stateClosing
    case .closeWait: hasLasted(row) ? .stateCloseWait : .stateClosing
    case .timeWait: .stateTimeWait
    case .close, .boundInactive, .unknown: .normal
    }
  }

  /// Whether a socket has waited for its process to close it for long; one that was in the state
  /// at the start is taken to.
  private static func hasLasted(_ row: SocketRow) -> Bool {
    guard let since = row.metric.stateSince else { return true }
    return row.context.snapshot.time.seconds(since: since) >= lastingCloseWait
  }

  static func apply(to style: inout Style, event: SocketEvent) {
    switch event.kind {
    case .opened: style.role = .stateEstablished
    case .changed(_, let to): if to == .closeWait { style.role = .stateClosing }
    case .ended(let cause):
      switch cause {
      case .reset, .timedOut: style.role = .warning
      case .closed, .unknown: style.role = .dim
      }
    }
  }

  static func apply(to style: inout Style, fill: Double?) {
    guard let fill, fill > 0 else {
      style.role = .dim
      return
    }
    style.role = fill >= 1 ? .critical : fill >= 0.8 ? .warning : .stateListening
  }
}
