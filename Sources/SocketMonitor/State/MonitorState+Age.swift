import SocketMetrics
package import SocketModel
import TextSafety

/// How old the data on the screen is, where it is older than it should be.
extension MonitorState {
  /// The least and the most seconds beyond the interval that a sample may take to come.
  private static let patience = 0.5...2.0

  /// Seconds since the sample that is shown was taken; without one, since the first tick.
  private var dataAge: Double? {
    (sample?.snapshot.time ?? begun).map { now.seconds(since: $0) }
  }

  /// The age from which on it is told: at once while paused, else half an interval late.
  private var toldAge: Double {
    guard !isPaused else { return 0 }
    return interval + min(max(interval / 2, Self.patience.lowerBound), Self.patience.upperBound)
  }

  /// The age of the data in seconds when it is older than the interval makes it: a sample is late, the
  /// interval is stretched, the screen is held. Nil while all is well.
  package var lateAge: Double? {
    guard let age = dataAge, age >= toldAge else { return nil }
    return age
  }

  /// When the screen next says something else of the age without another event: a tick is due then.
  /// Nil before the first one.
  package var nextTick: MonotonicTime? {
    guard let start = sample?.snapshot.time ?? begun, let age = dataAge else { return nil }
    let next = age >= toldAge ? Double(Int(min(age, 1e9))) + 1 : toldAge
    return MonotonicTime(nanoseconds: start.nanoseconds &+ UInt64(next * 1e9))
  }

  /// `data 3.2s old`; empty while all is well.
  var ageText: SafeText {
    guard let age = lateAge else { return SafeText() }
    var text = SafeText()
    if age < 10 {
      text.append(fixed: age, digits: 1)
      text.append("s")
    } else {
      QuantityText.append(seconds: UInt64(min(age, 1e15)), to: &text)
    }
    return sample == nil ? "no data for \(text)" : "data \(text) old"
  }
}
