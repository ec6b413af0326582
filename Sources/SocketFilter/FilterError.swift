package import TextSafety

/// Why a filter cannot be read, and where.
package struct FilterError: Error, Hashable, Sendable {
  package var reason: Reason
  /// The place in `FilterText.bytes`; empty at the end of the text.
  package var range: Range<Int>
  /// What `ss` exits with: 255 for a syntax error, 1 for an operand that means nothing.
  package var exitStatus: Int32

  init(_ reason: Reason, at range: Range<Int>) {
    self.reason = reason
    self.range = range
    exitStatus = reason.isOperand ? 1 : 255
  }

  package enum Reason: Hashable, Sendable {
    case expectedCondition, unexpectedEnd, unmatchedOpen, unmatchedClose
    case unclosedQuote
    case tooDeep, tooManyWords, tooLong, lineTooLong
    /// `field` is not compared with that operator.
    case operatorNotAllowed(field: RawText, symbol: RawText)
    /// An operand must follow `field`.
    case expectedOperand(field: RawText)
    /// An operand without a field before it.
    case strayOperand(RawText)
    /// A word that is no field.
    case unknownWord(RawText)
    /// A port or a service where a condition should stand.
    case portWithoutField(RawText)
    /// A state's name where an expression stands.
    case stateWithoutKeyword(RawText)
    case unknownState(RawText)
    case missingState
    case badAddress(RawText)
    case unknownHost(RawText)
    case badPort(RawText)
    /// An address where only a port can stand; `field` is `sport`, `dport` or `port`.
    case addressForPort(RawText, field: RawText)
    case badDevice(RawText)
    case badMark(RawText)
    case badCgroup(RawText)
    case badNumber(RawText, field: RawText)
    case unitMissing(RawText, field: RawText, example: RawText)
    case badPattern(RawText)
    /// Only `=` and `!=` take several values.
    case listNotOrdered
    case emptyRange(RawText)

    /// Whether `ss` would exit with 1.
    var isOperand: Bool {
      switch self {
      case .expectedCondition, .unexpectedEnd, .unmatchedOpen, .unmatchedClose, .unclosedQuote,
        .tooDeep, .tooManyWords, .tooLong, .lineTooLong, .operatorNotAllowed, .expectedOperand,
        .strayOperand, .unknownState, .missingState, .listNotOrdered:
        false
      case .unknownWord, .portWithoutField, .stateWithoutKeyword, .badAddress, .unknownHost,
        .badPort, .addressForPort, .badDevice, .badMark, .badCgroup, .badNumber, .unitMissing,
        .badPattern, .emptyRange:
        true
      }
    }
  }
}
