internal import SocketModel
internal import TextSafety

/// The grammar of `ss`, exactly: what it accepts means what it means there.
///
/// `and`, `or` and juxtaposition bind alike, from left to right; `not` binds the one condition or
/// parenthesis that follows. An operand is read as the most recent field word wants it, wherever it
/// stands, and a bad operand is told before a misplaced one.
struct SSGrammar {
  private let context: FilterContext
  private(set) var hosts: HostOperandParser
  private var builder = ExpressionBuilder()
  /// The most recent field word: it decides how operands are read.
  private var sticky = FieldWord.src
  private var pending: Pending?

  /// A field that waits for its operand.
  private struct Pending {
    var field: FieldWord
    var comparison: FilterComparison?
    var start: Int
  }

  init(context: FilterContext) {
    self.context = context
    hosts = HostOperandParser(context: context)
  }

  /// The expression of `tokens`; nil for none, which matches everything.
  mutating func parse(_ tokens: [FilterToken]) throws(FilterError) -> FilterExpression? {
    for token in tokens { try accept(token) }
    let end = tokens.last?.range.upperBound ?? 0
    if let pending {
      throw FilterError(.expectedOperand(field: text(pending.field)), at: end..<end)
    }
    return try builder.finish(at: end)
  }

  private mutating func accept(_ token: FilterToken) throws(FilterError) {
    if token.kind == .operand { return try acceptOperand(token) }
    if let pending { return try accept(token, after: pending) }
    switch token.kind {
    case .not: try builder.negate(at: token.range)
    case .and: try builder.connect(.and, at: token.range)
    case .or: try builder.connect(.or, at: token.range)
    case .open: try builder.open(at: token.range)
    case .close: try builder.close(at: token.range)
    case .field(let field): begin(field, token)
    case .comparison, .operand: throw FilterError(.expectedCondition, at: token.range)
    }
  }

  private mutating func begin(_ field: FieldWord, _ token: FilterToken) {
    sticky = field
    guard field != .autobound else {
      return builder.add(FilterTerm(condition: .autobound, range: token.range))
    }
    pending = Pending(field: field, comparison: nil, start: token.range.lowerBound)
  }

  private mutating func accept(
    _ token: FilterToken, after pending: Pending
  ) throws(FilterError) {
    guard case .comparison(let comparison) = token.kind, pending.comparison == nil else {
      throw FilterError(.expectedOperand(field: text(pending.field)), at: token.range)
    }
    guard Self.isAllowed(comparison, for: pending.field) else {
      throw FilterError(
        .operatorNotAllowed(field: text(pending.field), symbol: RawText(token.text)),
        at: token.range)
    }
    self.pending?.comparison = comparison
  }

  private static func isAllowed(_ comparison: FilterComparison, for field: FieldWord) -> Bool {
    switch field {
    case .src, .dst: comparison == .equal
    case .sport, .dport: true
    case .dev, .fwmark, .cgroup: comparison == .equal || comparison == .notEqual
    case .autobound: false
    }
  }

  private mutating func acceptOperand(_ token: FilterToken) throws(FilterError) {
    guard let pending else {
      try judgeStray(token)
      throw FilterError(.strayOperand(RawText(token.text)), at: token.range)
    }
    let comparison = pending.comparison ?? .equal
    let condition = try condition(pending.field, comparison, token)
    builder.add(
      FilterTerm(condition: condition, range: pending.start..<token.range.upperBound))
    self.pending = nil
  }

  /// An operand where none may stand: `ss` reads it before it refuses it, but nobody needs to ask
  /// for its host's addresses.
  private mutating func judgeStray(_ token: FilterToken) throws(FilterError) {
    let known = hosts.unresolved.count
    _ = try condition(sticky, .equal, token)
    guard hosts.unresolved.count == known else {
      throw FilterError(.badAddress(RawText(token.text)), at: token.range)
    }
  }

  private mutating func condition(
    _ field: FieldWord, _ comparison: FilterComparison, _ token: FilterToken
  ) throws(FilterError) -> FilterCondition {
    let isNegated = comparison == .notEqual
    switch field {
    case .dev: return .device(try device(token), isNegated: isNegated)
    case .cgroup: return .cgroup(try cgroup(token), isNegated: isNegated)
    case .fwmark:
      guard let (value, mask) = MarkText.mark(token.text) else {
        throw FilterError(.badMark(RawText(token.text)), at: token.range)
      }
      return .mark(value: value, mask: mask, isNegated: isNegated)
    case .src, .dst, .sport, .dport, .autobound:
      let word = field.endpoint
      let pattern = try hosts.pattern(token.text, after: word, at: token.range)
      return .endpoint(
        EndpointCondition(
          side: word.side, subject: word.subject, comparison: comparison,
          operands: [.pattern(pattern)]))
    }
  }

  private func device(_ token: FilterToken) throws(FilterError) -> DeviceOperand {
    guard let index = hosts.index(ofDevice: token.text[...]) else {
      throw FilterError(.badDevice(RawText(token.text)), at: token.range)
    }
    return DeviceOperand(index: index, spelling: token.text)
  }

  private func cgroup(_ token: FilterToken) throws(FilterError) -> CgroupOperand {
    let path = String(decoding: token.text, as: UTF8.self)
    guard let id = context.names.cgroupID(path: path) else {
      throw FilterError(.badCgroup(RawText(token.text)), at: token.range)
    }
    return CgroupOperand(id: id, spelling: token.text)
  }

  private func text(_ field: FieldWord) -> RawText { RawText(utf8: field.rawValue) }
}

extension FieldWord {
  /// The end that the field is about; a host's for those that are about none.
  var endpoint: EndpointWord {
    switch self {
    case .src: EndpointWord(side: .source, subject: .host)
    case .dst: EndpointWord(side: .destination, subject: .host)
    case .sport: EndpointWord(side: .source, subject: .port)
    case .dport: EndpointWord(side: .destination, subject: .port)
    case .dev, .fwmark, .cgroup, .autobound: EndpointWord(side: .source, subject: .host)
    }
  }
}
