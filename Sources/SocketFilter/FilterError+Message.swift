package import TextSafety

extension FilterError {
  /// One sentence without a full stop: what is wrong at the place.
  package var message: SafeText {
    switch reason {
    case .expectedCondition: "a condition must stand here"
    case .unexpectedEnd: "the filter ends where a condition must follow"
    case .unmatchedOpen: "this parenthesis is never closed"
    case .unmatchedClose: "this parenthesis was never opened"
    case .unclosedQuote: "this quotation mark is never closed"
    case .tooDeep: "parentheses and not nest deeper than \(ExpressionBuilder.depthLimit)"
    case .tooManyWords: "the filter has more than \(FilterLexer.tokenLimit) words"
    case .tooLong: "the filter is longer than \(FilterText.capacity) bytes"
    case .lineTooLong: "a line of the filter file is longer than \(FilterText.lineCapacity) bytes"
    case .operatorNotAllowed(let field, let symbol): "\(field) is not compared with \(symbol)"
    case .expectedOperand(let field): "a value must follow \(field)"
    case .strayOperand(let text): "\(text) belongs to no field"
    case .unknownWord(let text): "\(text) is not a field"
    case .stateWithoutKeyword(let text): "\(text) is a state, not a condition"
    case .unknownState(let text): "there is no state \(text)"
    case .missingState: "the name of a state must follow"
    case .badAddress(let text): "\(text) is not an address"
    case .unknownHost(let text): "the host \(text) is not known"
    case .badPort(let text): "\(text) is not a port"
    case .addressForPort(let text, _): "\(text) is an address, not a port"
    case .badDevice(let text): "there is no interface \(text)"
    case .badMark(let text): "\(text) is not a mark"
    case .badCgroup(let text): "there is no control group \(text)"
    case .badNumber(let text, let field): "\(text) is not a value of \(field)"
    case .unitMissing(let text, let field, _): "\(field) \(text) lacks a unit"
    case .badPattern(let text): "\(text) is not a regular expression"
    case .listNotOrdered: "several values are compared with = or != only"
    case .emptyRange(let text): "the range \(text) ends before it begins"
    }
  }

  /// What to do about it; nil when the message says it all.
  package var hint: SafeText? {
    switch reason {
    case .addressForPort(_, let field):
      "`\(field)` compares ports; for addresses use `\(Self.addressField(for: field))`"
    case .unknownWord(let text):
      Self.suggestion(for: text, among: FilterWords.all) ?? "Tab lists the fields"
    case .unknownState(let text):
      Self.suggestion(for: text, among: StateNames.everyName) ?? "Tab lists the states"
    case .stateWithoutKeyword(let text): "write `state \(text)`"
    case .unitMissing(_, _, let example): "write for example `\(example)`"
    case .badMark: "write VALUE or VALUE/MASK, such as `0x10/0xff`"
    case .operatorNotAllowed(let field, _): "Tab lists the operators of \(field)"
    case .unmatchedOpen: "add `)`"
    case .unknownHost: "it has no address, or none was told in time"
    case .badPort: "a number, `:NUMBER` or the name of a service"
    case .expectedCondition, .unexpectedEnd, .unmatchedClose, .unclosedQuote, .tooDeep,
      .tooManyWords, .tooLong, .lineTooLong, .expectedOperand, .strayOperand, .missingState,
      .badAddress, .badDevice, .badCgroup, .badNumber, .badPattern, .listNotOrdered,
      .emptyRange:
      nil
    }
  }

  private static func suggestion(for text: RawText, among words: [String]) -> SafeText? {
    guard let near = Suggestion.nearest(to: text.bytes, among: words) else { return nil }
    return "did you mean `\(near)`?"
  }

  private static func addressField(for portField: RawText) -> SafeText {
    switch portField {
    case RawText(utf8: "sport"): "src"
    case RawText(utf8: "dport"): "dst"
    default: "src` or `dst"
    }
  }
}
