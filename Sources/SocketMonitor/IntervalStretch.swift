/// Makes the interval longer when refreshes cost more than they may.
///
/// A refresh may take a share of one core; where it takes more, the next ones come less often, by
/// what the last few cost.
package struct IntervalStretch: Sendable {
  /// The share of a core that refreshes may take, unless told otherwise.
  package static let standardShare = 0.25

  /// Seconds between two refreshes that the user wants.
  package private(set) var wanted: Double
  /// Seconds between two refreshes as they are made; at least `wanted`.
  package private(set) var effective: Double
  private let share: Double
  /// Processor seconds of a refresh, smoothed.
  private var cost = 0.0
  private var hasBegun = false

  /// `share` of a core, over 0, is what refreshes may take.
  package init(wanted: Double, share: Double = standardShare) {
    self.wanted = wanted
    self.share = max(share, 0.001)
    effective = wanted
  }

  /// Whether the interval is longer than wanted.
  package var isStretched: Bool { effective > wanted }

  /// Takes another wanted interval; what refreshes cost stays known.
  package mutating func want(_ interval: Double) {
    wanted = interval
    effective = max(interval, needed)
  }

  /// Takes the processor seconds of one refresh; true when the interval must change.
  ///
  /// The first refresh is not counted: it reads everything for the first time. An interval that is
  /// a tenth too long or short stays, so that it does not change with every refresh.
  package mutating func note(cost seconds: Double) -> Bool {
    guard seconds.isFinite, seconds >= 0 else { return false }
    guard hasBegun else {
      hasBegun = true
      return false
    }
    cost = cost == 0 ? seconds : cost * 0.7 + seconds * 0.3
    let next = max(wanted, needed)
    guard
      next > effective * 1.1 || next < effective * 0.9 || (next == wanted) != (effective == wanted)
    else { return false }
    effective = next
    return true
  }

  /// The interval at which refreshes take their share, in whole tenths of a second and at most an
  /// hour; 0 when the wanted one will do.
  private var needed: Double {
    let seconds = min(cost / share, 3600)
    guard seconds > wanted else { return 0 }
    return Double(Int(seconds * 10 + 0.5)) / 10
  }
}
