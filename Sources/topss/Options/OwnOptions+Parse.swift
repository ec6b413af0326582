internal import SocketMetrics
internal import TextSafety

extension OwnOptions {
  /// Takes our own options out of `arguments`, wherever they stand before `--`.
  ///
  /// They are recognised before `ss`'s own options are looked at, so that no abbreviation of those
  /// can be meant.
  static func take(from arguments: inout [String]) throws(OptionError) -> OwnOptions {
    var result = OwnOptions()
    var rest: [String] = []
    var index = 0
    while index < arguments.count, arguments[index] != "--" {
      let word = arguments[index]
      index += 1
      guard let (option, glued) = split(word) else {
        rest.append(word)
        continue
      }
      guard option.takesValue else {
        guard glued == nil else { throw OptionError(.unexpectedValue(option: option.rawValue)) }
        try result.apply(option, "")
        continue
      }
      if let glued {
        try result.apply(option, glued)
        continue
      }
      guard index < arguments.count, arguments[index] != "--" else {
        throw OptionError(.missingValue(option: option.rawValue))
      }
      try result.apply(option, arguments[index])
      index += 1
    }
    arguments = rest + arguments[index...]
    return result
  }

  /// The option that `word` names in full, and what follows its `=`.
  private static func split(_ word: String) -> (OwnOption, String?)? {
    guard word.hasPrefix("--") else { return nil }
    let parts = word.dropFirst(2).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = parts.first, let option = OwnOption(rawValue: String(name)) else { return nil }
    return (option, parts.count > 1 ? String(parts[1]) : nil)
  }

  private mutating func apply(_ option: OwnOption, _ value: String) throws(OptionError) {
    switch option {
    case .once: isOnce = true
    case .batch: isBatch = true
    case .follow: follows = true
    case .json: try choose(.json)
    case .csv: try choose(.csv)
    case .interval: interval = try Self.seconds(value)
    case .count: count = try Self.count(value)
    case .sort: order = try Self.order(value)
    case .columns: columns = try Self.fields(value, option: option)
    case .readonly: isReadOnly = true
    case .color: color = try Self.choice(value, option, expected: "auto, always or never")
    case .ascii: isASCII = true
    case .noMouse: ignoresMouse = true
    case .config: configurationFile = try Self.text(value, option)
    case .noConfig: ignoresConfiguration = true
    case .printConfig: printsConfiguration = true
    case .netns:
      let name = try Self.text(value, option)
      namespace = name == "all" ? .all : .named(name)
    case .destroyEvents:
      destroyEvents = try Self.choice(value, option, expected: "auto, on or off")
    case .dryRun: isDryRun = true
    case .diagnose: diagnoses = true
    case .allowAncestors: allowsAncestors = true
    }
  }

  private mutating func choose(_ wanted: Format) throws(OptionError) {
    guard format == .text || format == wanted else {
      throw OptionError(.conflict("--json", "--csv"))
    }
    format = wanted
  }
}

/// The values.
extension OwnOptions {
  /// The seconds that an interval may take.
  static let intervals = 0.05...86400.0

  private static func seconds(_ text: String) throws(OptionError) -> Double {
    let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2e }
    guard isPlain, let value = Double(text), intervals.contains(value) else {
      throw OptionError(
        .badValue(
          option: OwnOption.interval.rawValue, value: text, expected: "a time from 0.05 to 86400 s")
      )
    }
    return value
  }

  private static func count(_ text: String) throws(OptionError) -> Int {
    let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isPlain, let value = Int(text), value > 0 else {
      throw OptionError(
        .badValue(
          option: OwnOption.count.rawValue, value: text, expected: "a whole number of at least 1"))
    }
    return value
  }

  private static func order(_ text: String) throws(OptionError) -> Order {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let field = try field(String(parts.first ?? ""), option: .sort)
    guard parts.count > 1 else { return Order(field: field, isDescending: nil) }
    switch parts[1] {
    case "asc": return Order(field: field, isDescending: false)
    case "desc": return Order(field: field, isDescending: true)
    default:
      throw OptionError(
        .badValue(
          option: OwnOption.sort.rawValue, value: text, expected: "FIELD, FIELD:asc or FIELD:desc"))
    }
  }

  private static func fields(
    _ text: String, option: OwnOption
  ) throws(OptionError) -> [SocketField] {
    var result: [SocketField] = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false) {
      let field = try field(String(name), option: option)
      if !result.contains(field) { result.append(field) }
    }
    return result
  }

  private static func field(_ name: String, option: OwnOption) throws(OptionError) -> SocketField {
    guard let match = SocketField(identifier: name) else {
      throw OptionError(.unknownField(option: option.rawValue, field: name))
    }
    return match
  }

  private static func choice<Choice: RawRepresentable<String>>(
    _ text: String, _ option: OwnOption, expected: SafeText
  ) throws(OptionError) -> Choice {
    guard let value = Choice(rawValue: text) else {
      throw OptionError(.badValue(option: option.rawValue, value: text, expected: expected))
    }
    return value
  }

  private static func text(_ text: String, _ option: OwnOption) throws(OptionError) -> String {
    guard !text.isEmpty else { throw OptionError(.missingValue(option: option.rawValue)) }
    return text
  }
}
