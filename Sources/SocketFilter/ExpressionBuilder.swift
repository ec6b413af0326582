/// Puts conditions, `not`, connectives and parentheses together, from left to right.
///
/// A stack of its own stands in for recursion, so that input cannot exhaust the machine's.
struct ExpressionBuilder {
  /// How deep parentheses and `not` may nest together.
  static let depthLimit = 256

  private struct Frame {
    var operands: [FilterExpression] = []
    var connectives: [FilterConnective] = []
    /// Where each `not` stands that waits for its operand.
    var nots: [Int] = []
    var expectsItem = true
    var start: Int
  }

  private var frames = [Frame(start: 0)]
  private var depth = 1

  /// Whether a condition may or must follow, and nothing else would do.
  var expectsItem: Bool { frames.last?.expectsItem ?? true }

  /// A written `and` or `or`.
  mutating func connect(_ connective: FilterConnective, at range: Range<Int>) throws(FilterError) {
    guard !expectsItem else { throw FilterError(.expectedCondition, at: range) }
    begin(connective)
  }

  mutating func negate(at range: Range<Int>) throws(FilterError) {
    try deepen(at: range)
    beginItem()
    frames[frames.count - 1].nots.append(range.lowerBound)
  }

  mutating func open(at range: Range<Int>) throws(FilterError) {
    try deepen(at: range)
    beginItem()
    frames.append(Frame(start: range.lowerBound))
  }

  mutating func close(at range: Range<Int>) throws(FilterError) {
    guard frames.count > 1 else { throw FilterError(.unmatchedClose, at: range) }
    guard !expectsItem, let frame = frames.popLast(), let expression = Self.expression(of: frame)
    else { throw FilterError(.expectedCondition, at: range) }
    depth -= 1
    add(expression, upTo: range.upperBound)
  }

  mutating func add(_ term: FilterTerm) {
    beginItem()
    add(.term(term), upTo: term.range.upperBound)
  }

  /// The whole expression; nil when there was nothing.
  func finish(at end: Int) throws(FilterError) -> FilterExpression? {
    guard let frame = frames.last else { return nil }
    guard !frame.expectsItem else {
      if frames.count == 1, frame.operands.isEmpty, frame.nots.isEmpty { return nil }
      throw FilterError(.unexpectedEnd, at: end..<end)
    }
    guard frames.count == 1 else {
      throw FilterError(.unmatchedOpen, at: frame.start..<(frame.start + 1))
    }
    return Self.expression(of: frame)
  }

  private mutating func beginItem() {
    guard !expectsItem else { return }
    begin(.and)
  }

  private mutating func begin(_ connective: FilterConnective) {
    frames[frames.count - 1].connectives.append(connective)
    frames[frames.count - 1].expectsItem = true
  }

  private mutating func add(_ item: FilterExpression, upTo end: Int) {
    var item = item
    let last = frames.count - 1
    while let start = frames[last].nots.popLast() {
      item = .not(item, range: start..<max(start, end))
      depth -= 1
    }
    frames[last].operands.append(item)
    frames[last].expectsItem = false
  }

  private mutating func deepen(at range: Range<Int>) throws(FilterError) {
    guard depth < Self.depthLimit else { throw FilterError(.tooDeep, at: range) }
    depth += 1
  }

  private static func expression(of frame: Frame) -> FilterExpression? {
    guard let first = frame.operands.first, let last = frame.operands.last else { return nil }
    guard frame.operands.count > 1 else { return first }
    return .chain(
      FilterChain(
        operands: frame.operands, connectives: frame.connectives,
        range: first.range.lowerBound..<max(first.range.lowerBound, last.range.upperBound)))
  }
}
