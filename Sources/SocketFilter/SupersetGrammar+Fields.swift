internal import SocketMetrics
internal import SocketModel
internal import TextSafety

extension SupersetGrammar {
  /// A field of the field table.
  mutating func fieldCondition(
    _ field: SocketField, _ name: String
  ) throws(FilterError) -> FilterCondition {
    let comparison = scanner.comparison() ?? .ordered(.equal)
    let unit = field.definition.unit
    guard FieldValueParser.allows(comparison, unit: unit) else {
      throw FilterError(
        .operatorNotAllowed(
          field: RawText(utf8: name), symbol: RawText(utf8: "\(comparison.symbol)")),
        at: scanner.lastComparison)
    }
    var isExpression = false
    if case .contains = comparison { isExpression = true }
    _ = scanner.next()
    let start = scanner.index
    var values: [FieldValue] = []
    for (text, range) in try self.values(of: name, isExpression: isExpression) {
      let parser = FieldValueParser(name: name, field: field, range: range)
      if let value = withUnit(text, range, parser) {
        values.append(value)
      } else {
        values.append(try parser.value(text, isExpression: isExpression))
      }
    }
    if case .ordered(let order) = comparison, order != .equal, order != .notEqual {
      guard values.count == 1, !values[0].isRange else {
        throw FilterError(.listNotOrdered, at: start..<scanner.index)
      }
    }
    return .field(FieldCondition(field: field, comparison: comparison, values: values))
  }

  /// A number whose unit stands one blank behind it: `10 Mbit`; nil, without moving, for another.
  private mutating func withUnit(
    _ text: [UInt8], _ range: Range<Int>, _ parser: FieldValueParser
  ) -> FieldValue? {
    let unit = parser.field.definition.unit
    guard unit.hasSymbols, UnitText.plain(text[...]) != nil, range.upperBound == scanner.index
    else { return nil }
    let end = scanner.index
    guard scanner.next() != nil, let (symbol, place) = try? scanner.operand(),
      UnitText.isUnit(symbol),
      let value = try? FieldValueParser(
        name: parser.name, field: parser.field, range: range.lowerBound..<place.upperBound
      ).value(text + symbol, isExpression: false)
    else {
      scanner.rewind(to: end)
      return nil
    }
    return value
  }

  /// `dev`: an interface as for `ss`, else its name by pattern.
  mutating func device() throws(FilterError) -> FilterCondition {
    let start = scanner.index
    let isNegated = try? equality(of: "dev")
    if let isNegated, let (text, range) = try scanner.operand(), !isListOrPattern(text) {
      guard let index = hosts.index(ofDevice: text[...]) else {
        throw FilterError(.badDevice(RawText(text)), at: range)
      }
      return .device(DeviceOperand(index: index, spelling: text), isNegated: isNegated)
    }
    scanner.rewind(to: start)
    return try fieldCondition(.dev, "dev")
  }

  mutating func mark() throws(FilterError) -> FilterCondition {
    let isNegated = try equality(of: "fwmark")
    guard let (text, range) = try scanner.operand() else {
      let end = scanner.index
      throw FilterError(.expectedOperand(field: RawText(utf8: "fwmark")), at: end..<end)
    }
    guard let (value, mask) = MarkText.mark(text) else {
      throw FilterError(.badMark(RawText(text)), at: range)
    }
    return .mark(value: value, mask: mask, isNegated: isNegated)
  }

  /// `cgroup`: exactly one as for `ss`, else its path by pattern.
  mutating func cgroup() throws(FilterError) -> FilterCondition {
    let start = scanner.index
    if let isNegated = try? equality(of: "cgroup"), let (text, _) = try scanner.operand(),
      !isListOrPattern(text),
      let id = context.names.cgroupID(path: String(decoding: text, as: UTF8.self))
    {
      return .cgroup(CgroupOperand(id: id, spelling: text), isNegated: isNegated)
    }
    scanner.rewind(to: start)
    return try fieldCondition(.cgroup, "cgroup")
  }

  private mutating func isListOrPattern(_ text: [UInt8]) -> Bool {
    scanner.peek() == 0x2c || text.contains { $0 == 0x2a || $0 == 0x3f || $0 == 0x5b }
  }
}

extension FieldUnit {
  /// Whether numbers of the unit may have one behind them.
  var hasSymbols: Bool {
    switch self {
    case .text, .identifier: false
    case .count, .bytes, .bytesPerSecond, .perSecond, .seconds, .share, .segments: true
    }
  }
}

extension FieldValue {
  var isRange: Bool {
    if case .numbers = meaning { return true }
    return false
  }
}
