internal import SocketMetrics
internal import SocketModel

/// What asking a condition costs, roughly: it has no effect but time in which order they are asked.
enum FilterCost: Int, Comparable {
  /// The record answers.
  case record
  /// A number of a field, or a text that few sockets differ in.
  case field
  /// The way through owners.
  case owner
  /// A text that each socket has to itself.
  case text

  static func < (left: FilterCost, right: FilterCost) -> Bool { left.rawValue < right.rawValue }

  /// The cheap ones first, equals as they were.
  static func sorted(_ operands: [FilterExpression]) -> [FilterExpression] {
    var sorted: [FilterExpression] = []
    for cost in [FilterCost.record, .field, .owner, .text] {
      sorted += operands.filter { self.cost(of: $0) == cost }
    }
    return sorted
  }

  private static func cost(of expression: FilterExpression) -> FilterCost {
    switch expression {
    case .term(let term): cost(of: term.condition)
    case .not(let inner, _): cost(of: inner)
    case .chain(let chain): chain.operands.map(cost).max() ?? .record
    }
  }

  private static func cost(of condition: FilterCondition) -> FilterCost {
    guard case .field(let field) = condition else { return .record }
    if [.pid, .fd, .peerPid].contains(field.field) { return .owner }
    guard case .text = field.field.definition.unit else { return .field }
    switch TextTest.Subject(field.field) {
    case .command, .commandLine, .peerCommand, .place: return .owner
    case .end: return .text
    case .user, .field: return TextKey.keys[field.field] == nil ? .text : .field
    }
  }
}
