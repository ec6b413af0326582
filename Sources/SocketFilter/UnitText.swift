internal import SocketMetrics
internal import TextSafety

/// Numbers with units: `50ms`, `1.5MB`, `10Mbit`, `80%`.
enum UnitText {
  /// `text` in base units of `unit`; nil when it is no number or lacks a unit that it needs.
  static func number(_ text: ArraySlice<UInt8>, unit: FieldUnit) -> Double? {
    switch unit {
    case .text: nil
    case .count, .segments, .identifier: scaled(text, sizes)
    case .bytes: scaled(text, sizes)
    case .bytesPerSecond: scaled(withoutPerSecond(text), sizes) ?? bits(text)
    case .perSecond: scaled(withoutPerSecond(text), sizes)
    case .seconds: duration(text)
    case .share: share(text)
    }
  }

  /// `number` with the unit that one who left it out probably meant; nil when none is needed.
  static func example(_ number: ArraySlice<UInt8>, of field: SocketField) -> RawText? {
    switch field.definition.unit {
    case .seconds:
      let isShort = [.rtt, .rttvar, .minrtt, .rto].contains(field)
      return RawText(Array(number) + Array((isShort ? "ms" : "s").utf8))
    case .share:
      // 0.8 is 80 %.
      guard let share = plain(number), share <= 1, number.contains(0x2e) else {
        return RawText(Array(number) + [0x25])
      }
      return RawText(utf8: "\(UInt8(share * 100 + 0.5))%")
    case .text, .count, .segments, .identifier, .bytes, .bytesPerSecond, .perSecond: return nil
    }
  }

  /// How values of `unit` are written.
  static func examples(of unit: FieldUnit) -> SafeText? {
    switch unit {
    case .text: nil
    case .count, .segments, .identifier: "a number such as `5`, or a range: `1-9`"
    case .bytes: "bytes such as `4096`, `64kB`, `1.5MiB`"
    case .bytesPerSecond: "bytes or bits a second, such as `1.5MB`, `10Mbit`"
    case .perSecond: "a number a second, such as `5` or `0.5/s`"
    case .seconds: "a time such as `50ms`, `2s`, `1h30m`"
    case .share: "a share such as `80%`"
    }
  }

  /// `text` as a number without a unit.
  static func plain(_ text: ArraySlice<UInt8>) -> Double? {
    guard !text.isEmpty, text.count <= 32,
      text.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2e }), text.last != 0x2e
    else { return nil }
    return Double(String(decoding: text, as: UTF8.self))
  }

  /// Lower-case multipliers; decimal, or binary with an `i`.
  private static let sizes: [String: Double] = [
    "": 1, "b": 1, "k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9, "t": 1e12,
    "tb": 1e12, "ki": 1024, "kib": 1024, "mi": 1_048_576, "mib": 1_048_576, "gi": 1_073_741_824,
    "gib": 1_073_741_824, "ti": 1_099_511_627_776, "tib": 1_099_511_627_776,
  ]

  private static let bitRates: [String: Double] = [
    "bit": 1, "bps": 1, "kbit": 1e3, "kbps": 1e3, "mbit": 1e6, "mbps": 1e6, "gbit": 1e9,
    "gbps": 1e9, "tbit": 1e12, "tbps": 1e12,
  ]

  /// Multiplier and divisor of each: with the divisor, 50ms is the same number as 0.05.
  private static let times: [String: (by: Double, over: Double)] = [
    "ns": (1, 1e9), "us": (1, 1e6), "usec": (1, 1e6), "µs": (1, 1e6), "μs": (1, 1e6),
    "ms": (1, 1e3), "msec": (1, 1e3), "s": (1, 1), "sec": (1, 1), "second": (1, 1),
    "seconds": (1, 1), "m": (60, 1), "min": (60, 1), "minute": (60, 1), "minutes": (60, 1),
    "h": (3600, 1), "hour": (3600, 1), "hours": (3600, 1), "d": (86400, 1), "day": (86400, 1),
    "days": (86400, 1), "w": (604_800, 1), "week": (604_800, 1), "weeks": (604_800, 1),
  ]

  /// Whether `text` may be the unit of a number before it, one blank apart: `10 Mbit`.
  static func isUnit(_ text: [UInt8]) -> Bool {
    let word = String(decoding: text, as: UTF8.self).lowercased()
    let bare = word.hasSuffix("/s") ? String(word.dropLast(2)) : word
    guard !bare.isEmpty else { return false }
    return bare == "%" || sizes[bare] != nil || bitRates[bare] != nil || times[bare] != nil
  }

  private static func bits(_ text: ArraySlice<UInt8>) -> Double? {
    scaled(withoutPerSecond(text), bitRates).map { $0 / 8 }
  }

  private static func withoutPerSecond(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    text.suffix(2).elementsEqual("/s".utf8) ? text.dropLast(2) : text
  }

  /// A number and one of `units`.
  private static func scaled(_ text: ArraySlice<UInt8>, _ units: [String: Double]) -> Double? {
    let digits = text.prefix { $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2e }
    guard let number = plain(digits) else { return nil }
    let unit = String(decoding: text.dropFirst(digits.count), as: UTF8.self).lowercased()
    return units[unit].map { number * $0 }
  }

  /// `1h30m`, `50ms`, or a bare 0.
  private static func duration(_ text: ArraySlice<UInt8>) -> Double? {
    if plain(text) == 0 { return 0 }
    var rest = text
    var sum = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2e }
      let letters = rest.dropFirst(digits.count).prefix { $0 < 0x30 || $0 > 0x39 }
      guard let number = plain(digits),
        let unit = times[String(decoding: letters, as: UTF8.self).lowercased()]
      else { return nil }
      sum += number * unit.by / unit.over
      rest = rest.dropFirst(digits.count + letters.count)
    }
    return text.isEmpty ? nil : sum
  }

  private static func share(_ text: ArraySlice<UInt8>) -> Double? {
    if let plain = plain(text) { return plain == 0 ? 0 : nil }
    guard text.last == 0x25 else { return nil }
    return plain(text.dropLast()).map { $0 / 100 }
  }
}
