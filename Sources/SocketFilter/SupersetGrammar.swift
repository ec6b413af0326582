internal import SocketMetrics
internal import SocketModel
internal import TextSafety

/// Reads what `ss` refuses although it has one obvious meaning, and every field of the field table.
///
/// `and`, `or` and juxtaposition bind alike here too.
struct SupersetGrammar {
  let context: FilterContext
  var hosts: HostOperandParser
  var scanner: SupersetScanner
  /// The states that conditions ask for, nil where none compares the state: the default states
  /// should not hide their matches.
  private(set) var namedStates: StateSet?
  private var builder = ExpressionBuilder()
  private var wordCount = 0

  init(text: FilterText, from start: Int, context: FilterContext) {
    self.context = context
    hosts = HostOperandParser(context: context)
    scanner = SupersetScanner(text: text, from: start)
  }

  /// The expression; nil for an empty text.
  mutating func parse() throws(FilterError) -> FilterExpression? {
    while let byte = scanner.next() {
      try count()
      try accept(byte)
    }
    try scanner.finish()
    return try builder.finish(at: scanner.index)
  }

  /// Counts a word or value against the cap.
  mutating func count() throws(FilterError) {
    wordCount += 1
    guard wordCount <= FilterLexer.tokenLimit else {
      throw FilterError(.tooManyWords, at: scanner.index..<scanner.bytes.count)
    }
  }

  private mutating func accept(_ byte: UInt8) throws(FilterError) {
    switch byte {
    case 0x28: try builder.open(at: scanner.take(1))
    case 0x29: try builder.close(at: scanner.take(1))
    case 0x21: try builder.negate(at: scanner.take(1))
    case 0x26: try builder.connect(.and, at: scanner.take(scanner.peek(1) == byte ? 2 : 1))
    case 0x7c: try builder.connect(.or, at: scanner.take(scanner.peek(1) == byte ? 2 : 1))
    case 0x22, 0x27: scanner.takeGroupQuote()
    case 0x2c, 0x3c, 0x3d, 0x3e, 0x7e:
      throw FilterError(.expectedCondition, at: scanner.take(1))
    default: try acceptWord()
    }
  }

  private mutating func acceptWord() throws(FilterError) {
    let (text, range) = scanner.word()
    let word = String(decoding: text, as: UTF8.self).lowercased()
    switch word {
    case "and": return try builder.connect(.and, at: range)
    case "or": return try builder.connect(.or, at: range)
    case "not": return try builder.negate(at: range)
    default: break
    }
    let condition = try condition(word, text, at: range)
    if case .states(let states) = condition {
      namedStates = (namedStates ?? []).union(states)
    }
    builder.add(
      FilterTerm(condition: condition, range: range.lowerBound..<scanner.index))
  }

  private mutating func condition(
    _ word: String, _ text: [UInt8], at range: Range<Int>
  ) throws(FilterError) -> FilterCondition {
    switch word {
    case "state": return try states(isExclusion: false)
    case "exclude", "excl": return try states(isExclusion: true)
    case "autobound": return .autobound
    case "port": return try endpoint(EndpointWord(side: .either, subject: .port), word)
    case "host", "net": return try endpoint(EndpointWord(side: .either, subject: .host), word)
    case "local": return try end(.local, EndpointWord(side: .source, subject: .host), word)
    case "peer": return try end(.peer, EndpointWord(side: .destination, subject: .host), word)
    default: break
    }
    switch FieldWord(rawValue: word) {
    case .src?, .dst?, .sport?, .dport?:
      return try endpoint(FieldWord(rawValue: word)?.endpoint, word)
    case .dev?: return try device()
    case .fwmark?: return try mark()
    case .cgroup?: return try cgroup()
    case .autobound?, nil: break
    }
    if let field = FilterWords.field(word) {
      return try field == .state ? states(isExclusion: false) : fieldCondition(field, word)
    }
    return try bare(text, at: range)
  }

  // MARK: States

  private mutating func states(isExclusion: Bool) throws(FilterError) -> FilterCondition {
    var isNegated = isExclusion
    switch scanner.comparison() {
    case nil, .ordered(.equal)?: break
    case .ordered(.notEqual)?: isNegated.toggle()
    case .ordered?, .contains?:
      throw FilterError(
        .operatorNotAllowed(field: RawText(utf8: "state"), symbol: RawText(utf8: "an order")),
        at: scanner.lastComparison)
    }
    guard scanner.next() != nil else {
      throw FilterError(.missingState, at: scanner.index..<scanner.index)
    }
    return .states(try listedStates(isNegated: isNegated))
  }

  /// The states of a list of names, or all others.
  mutating func listedStates(isNegated: Bool) throws(FilterError) -> StateSet {
    var states: StateSet = []
    for (text, range) in try values(of: "state") {
      guard
        let named = StateNames.anyStates(
          String(decoding: text, as: UTF8.self), grouped: context.groupedStates)
      else {
        throw FilterError(.unknownState(RawText(text)), at: range)
      }
      states.formUnion(named)
    }
    return isNegated ? context.groupedStates.subtracting(states) : states
  }

  // MARK: Values

  /// One value or several with commas between.
  mutating func values(
    of field: String, isExpression: Bool = false
  ) throws(FilterError) -> [(text: [UInt8], range: Range<Int>)] {
    var values: [(text: [UInt8], range: Range<Int>)] = []
    repeat {
      try count()
      guard let value = try scanner.operand(isExpression: isExpression) else {
        throw FilterError(
          .expectedOperand(field: RawText(utf8: field)), at: scanner.index..<scanner.index)
      }
      values.append(value)
    } while takeComma()
    return values
  }

  private mutating func takeComma() -> Bool {
    let index = scanner.index
    guard scanner.next() == 0x2c else {
      scanner.rewind(to: index)
      return false
    }
    _ = scanner.take(1)
    return true
  }

  /// Only `=` and `!=` are meant; any other operator is an error.
  mutating func equality(of field: String) throws(FilterError) -> Bool {
    switch scanner.comparison() {
    case nil, .ordered(.equal)?: return false
    case .ordered(.notEqual)?: return true
    case let other?:
      throw FilterError(
        .operatorNotAllowed(
          field: RawText(utf8: field), symbol: RawText(utf8: "\(other.symbol)")),
        at: scanner.lastComparison)
    }
  }
}
