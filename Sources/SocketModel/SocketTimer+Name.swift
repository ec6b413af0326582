package import TextSafety

extension SocketTimer {
  /// As `ss` calls it; nil when no timer runs.
  package var name: SafeText? {
    switch self {
    case .none: nil
    case .retransmit: "on"
    case .keepalive: "keepalive"
    case .timeWait: "timewait"
    case .persist: "persist"
    case .delayedAck: "delack"
    case .unknown: "unknown"
    }
  }
}
