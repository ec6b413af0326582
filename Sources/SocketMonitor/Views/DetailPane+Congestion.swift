import SocketMetrics
import SocketModel
import TextSafety

/// What stands behind the sending rate: time that it was busy, pace, and what the congestion control
/// tells of itself.
extension DetailPane {
  func congestion() -> [Line] {
    section("Congestion", times() + control())
  }

  private func times() -> [Line?] {
    let isLimited = info?.isApplicationLimited == true
    return [
      fact("busy", .busy),
      fact(
        "window was full", some(info?.receiverLimitedMicroseconds), .seconds,
        "Time in which the peer's window was full.", scale: 1e-6),
      fact(
        "buffer was full", some(info?.sendBufferLimitedMicroseconds), .seconds,
        "Time in which the send buffer was full.", scale: 1e-6),
      isLimited
        ? .fact("delivery is", "limited", "The application sends less than the path takes.") : nil,
    ]
  }

  private func control() -> [Line?] {
    switch detail.answer?.congestionState {
    case nil: []
    case .vegas(_, let count, let rtt, let minimum):
      [
        fact("vegas round trip", rtt, .seconds, "Round trip as Vegas has it.", scale: 1e-6),
        fact("vegas smallest", minimum, .seconds, "Smallest round trip of Vegas.", scale: 1e-6),
        fact("vegas samples", count, .count, "Round trips that Vegas measured."),
      ]
    case .dctcp(_, _, let alpha, let marked, let total):
      [
        fact("dctcp alpha", alpha, .count, "Share of marked bytes, 1024 for all."),
        fact("dctcp marked", marked, .bytes, "Bytes acknowledged with marks."),
        fact("dctcp total", total, .bytes, "Bytes acknowledged."),
      ]
    case .bbr(let bandwidth, let minimum, let pacing, let window):
      [
        fact("bbr bandwidth", bandwidth, .bytesPerSecond, "Bandwidth that BBR measured."),
        fact("bbr smallest", minimum, .seconds, "Smallest round trip of BBR.", scale: 1e-6),
        fact("bbr pacing gain", gain(pacing), "Pace as a multiple of the bandwidth."),
        fact("bbr window gain", gain(window), "Window as a multiple of what the path holds."),
      ]
    }
  }

  private func gain(_ parts: UInt32) -> SafeText {
    var text = SafeText()
    text.append(fixed: Double(parts) / 256, digits: 2)
    return text
  }

  /// The value where it is not zero.
  func some<Value: BinaryInteger>(_ value: Value?) -> Value? {
    value.flatMap { $0 > 0 ? $0 : nil }
  }

  /// Nothing where there is no limit: then the kernel tells all ones.
  func fastestPace() -> Line? {
    guard let rate = info?.maximumPacingRate, rate != .max else { return nil }
    return fact("fastest pace", rate, .bytesPerSecond, "Pace that the application allows at most.")
  }

  /// Bytes per second that the congestion window lets through.
  var windowRate: UInt64? {
    guard let info, let window = info.congestionWindow, let size = info.sendMSS,
      let trip = info.roundTripMicroseconds, trip > 0
    else { return nil }
    return UInt64(window) &* UInt64(size) &* 1_000_000 / UInt64(trip)
  }

  func windowScales() -> Line? {
    guard let info, info.options?.contains(.windowScale) == true, let send = info.sendWindowScale,
      let receive = info.receiveWindowScale
    else { return nil }
    return .fact(
      "window scales", "\(send), \(receive)", "Powers of two: of the peer's window, of the own.")
  }

  func memoryPart(_ part: KeyPath<SocketMemory, UInt32>) -> UInt32? {
    detail.record.known.contains(.memory) ? detail.row.gauges?.memory[keyPath: part] : nil
  }
}
