package import TextSafety

/// What keeps a TCP sender from sending more.
package enum SenderLimit: CaseIterable, Hashable, Sendable {
  case receiverWindow, sendBuffer, congestion, application

  /// The word in the table: `rwnd`, `sndbuf`, `cwnd`, `app`.
  package var title: SafeText {
    switch self {
    case .receiverWindow: "rwnd"
    case .sendBuffer: "sndbuf"
    case .congestion: "cwnd"
    case .application: "app"
    }
  }
}

extension LimitShares {
  /// The share of one limit in 0...1; NaN when not known.
  package func share(of limit: SenderLimit) -> Float {
    switch limit {
    case .receiverWindow: receiverWindow
    case .sendBuffer: sendBuffer
    case .congestion: congestion
    case .application: application
    }
  }

  /// What took the greatest share of the interval; nil when the shares are not known.
  package var greatest: (limit: SenderLimit, share: Float)? {
    guard isKnown else { return nil }
    var result = (limit: SenderLimit.application, share: application)
    if receiverWindow > result.share { result = (.receiverWindow, receiverWindow) }
    if sendBuffer > result.share { result = (.sendBuffer, sendBuffer) }
    if congestion > result.share { result = (.congestion, congestion) }
    return result
  }
}
