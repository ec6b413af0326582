internal import SocketMetrics
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
    case .unknownWord(let text), .portWithoutField(let text): "\(text) is not a field"
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
  package var hint: SafeText? { hint(lister: "Tab") }

  /// `hint` for where no Tab is at hand.
  package var commandLineHint: SafeText? { hint(lister: "topss(8)") }

  /// `lister` is where all fields and states are listed.
  private func hint(lister: SafeText) -> SafeText? {
    switch reason {
    case .unknownWord(let text):
      Self.hint(onWord: text) ?? "\(lister) lists the fields; for a process write `proc = \(text)`"
    case .portWithoutField(let text): Self.hint(onPort: text)
    case .unknownState(let text):
      Self.suggestion(for: text, among: StateNames.everyName) ?? "\(lister) lists the states"
    case .missingState: "\(lister) lists the states"
    case .addressForPort(_, let field):
      "`\(field)` compares ports; for addresses use `\(Self.addressField(for: field))`"
    case .stateWithoutKeyword(let text): "write `state \(text)`"
    case .unitMissing(_, _, let example): "write for example `\(example)`"
    case .badNumber(_, let field): Self.examples(ofField: field)
    case .badMark: "write VALUE or VALUE/MASK, such as `0x10/0xff`"
    case .operatorNotAllowed(let field, _): "it takes \(Self.operators(ofField: field))"
    case .unmatchedOpen: "add `)`"
    case .unknownHost: "it has no address, or none was told in time"
    case .badPort: "a number, a range `80-90`, or the name of a service"
    case .badAddress(let text): Self.hint(onAddress: text)
    case .badPattern: "it may have . [a-z] ( ) | * + ? {2,5} ^ $ \\d \\w \\s"
    case .expectedCondition, .unexpectedEnd, .unmatchedClose, .unclosedQuote, .tooDeep,
      .tooManyWords, .tooLong, .lineTooLong, .expectedOperand, .strayOperand, .badDevice,
      .badCgroup, .listNotOrdered, .emptyRange:
      nil
    }
  }

  private static func suggestion(for text: RawText, among words: [String]) -> SafeText? {
    guard let near = Suggestion.nearest(to: text.bytes, among: words) else { return nil }
    return "did you mean `\(near)`?"
  }

  /// A port or a service without its field.
  private static func hint(onPort text: RawText) -> SafeText {
    let other: SafeText = text == RawText(utf8: "80") ? "443" : "80"
    return "a port stands behind its field: `port \(text)`, `sport = \(other),\(text)`"
  }

  /// Text that is no address: a unix socket's name, or an address by pattern.
  private static func hint(onAddress text: RawText) -> SafeText? {
    if text.bytes.first == 0x2f || text.bytes.first == 0x40 {
      return "names of unix sockets are written `src unix:\(text)`"
    }
    return "an address, a network such as `10.0.0.0/8`, or the name of a host"
  }

  /// A word where a field should stand: misspelt, of another language, or a state.
  private static func hint(onWord text: RawText) -> SafeText? {
    let word = String(decoding: text.bytes, as: UTF8.self).lowercased()
    if let known = FilterWords.synonyms[word] { return "did you mean `\(RawText(utf8: known))`?" }
    if text.bytes.first == 0x40 { return hint(onAddress: text) }
    if let field = suggestion(for: text, among: FilterWords.all) { return field }
    let states = StateNames.everyName
    guard let state = Suggestion.nearest(to: text.bytes, among: states) else { return nil }
    return "did you mean `state \(state)`?"
  }

  private static func examples(ofField name: RawText) -> SafeText? {
    let field = FilterWords.field(String(decoding: name.bytes, as: UTF8.self))
    if field == .uid { return "a number; names are compared with `user`" }
    return field.flatMap { UnitText.examples(of: $0.definition.unit) }
  }

  private static func operators(ofField name: RawText) -> SafeText {
    let word = String(decoding: name.bytes, as: UTF8.self)
    if ["sport", "dport", "port"].contains(word) { return "= != > >= < <=" }
    if FieldWord(rawValue: word) != nil || word == "host" || word == "state" { return "= and !=" }
    guard let field = FilterWords.field(word), case .text = field.definition.unit else {
      return "= != > >= < <="
    }
    return "= and != with patterns, ~ and !~ with regular expressions"
  }

  private static func addressField(for portField: RawText) -> SafeText {
    switch portField {
    case RawText(utf8: "sport"): "src"
    case RawText(utf8: "dport"): "dst"
    default: "src` or `dst"
    }
  }
}
