internal import SocketMetrics
internal import SocketModel

/// Conditions on fields of the field table.
extension FilterCompiler {
  mutating func compile(_ condition: FieldCondition, _ ways: Ways) -> Int32 {
    program.readsFields = true
    if condition.field.readsOtherEnd { program.readsOtherEnd = true }
    var isNegated = false
    var order = FilterComparison.equal
    switch condition.comparison {
    case .contains(let negated): isNegated = negated
    case .ordered(.notEqual): isNegated = true
    case .ordered(let comparison): order = comparison
    }
    let inner = isNegated ? ways.swapped : ways
    var entry = inner.whenFalse
    for value in condition.values.reversed() {
      let next = Ways(whenTrue: inner.whenTrue, whenFalse: entry)
      entry = emit(value, of: condition.field, order, next)
    }
    guard isNegated else { return entry }
    return emitIsKnown(condition.field, Ways(whenTrue: entry, whenFalse: ways.whenFalse))
  }

  private mutating func emit(
    _ value: FieldValue, of field: SocketField, _ order: FilterComparison, _ ways: Ways
  ) -> Int32 {
    switch value.meaning {
    case .number(let number): emit(NumberRange(order, number), of: field, ways)
    case .numbers(let range): emit(NumberRange(range), of: field, ways)
    case .fill(let share): emit(.fill(NumberRange(order, share)), ways)
    case .integer(let integer):
      field == .cookie && order == .equal
        ? emit(.cookie(integer), ways)
        : emit(NumberRange(order, Double(integer)), of: field, ways)
    case .glob: emit(TextTest(field, .glob(Glob(Array(value.spelling), by: .codePoint))), ways)
    case .regularExpression:
      PatternMatcher(value.spelling).map { emit(TextTest(field, .pattern($0)), ways) }
        ?? append(FilterInstruction(.never, .local, 0), ways)
    }
  }

  /// Comparisons with what is unknown are false, `!=` too.
  private mutating func emitIsKnown(_ field: SocketField, _ ways: Ways) -> Int32 {
    switch field.definition.unit {
    case .text: emit(TextTest(field, .anything), ways)
    case .count, .identifier, .bytes, .bytesPerSecond, .perSecond, .seconds, .share, .segments:
      emit(.known, of: field, ways)
    }
  }

  private mutating func emit(_ range: NumberRange, of field: SocketField, _ ways: Ways) -> Int32 {
    if let source = NumberSource(field) { return append(FilterInstruction(source, range), ways) }
    if field == .pid { return emit(OwnerTest(question: .pid(range)), ways) }
    if field == .fd { return emit(OwnerTest(question: .descriptor(range)), ways) }
    if field == .peerPid {
      return emit(OwnerTest(question: .pid(range), isOfOtherEnd: true), ways)
    }
    return emit(.number(field, range), ways)
  }

  private mutating func emit(_ test: FieldTest, _ ways: Ways) -> Int32 {
    program.fieldTests.append(test)
    return append(.field, program.fieldTests.count - 1, ways)
  }

  private mutating func emit(_ test: OwnerTest, _ ways: Ways) -> Int32 {
    program.ownerTests.append(test)
    let place = Int64(program.ownerTests.count - 1)
    return append(
      FilterInstruction(.owner, test.isOfOtherEnd ? .remote : .local, place), ways)
  }

  private mutating func emit(_ test: TextTest, _ ways: Ways) -> Int32 {
    program.textTests.append(test)
    let place = program.textTests.count - 1
    switch test.subject {
    case .command, .commandLine: return emit(OwnerTest(question: .text(place)), ways)
    case .peerCommand:
      return emit(OwnerTest(question: .text(place), isOfOtherEnd: true), ways)
    case .end(.local):
      program.localPatterns.append(test.steps)
      let bit = Int64(program.localPatterns.count - 1)
      return append(FilterInstruction(.end, .local, Int64(place), bit), ways)
    case .end(.peer):
      program.peerPatterns.append(test.steps)
      let bit = Int64(program.peerPatterns.count - 1)
      return append(FilterInstruction(.end, .remote, Int64(place), bit), ways)
    case .user, .place, .field:
      var instruction = FilterInstruction(.text, .local, Int64(place))
      instruction.key = test.key
      return append(instruction, ways)
    }
  }

  private mutating func append(
    _ operation: FilterInstruction.Operation, _ place: Int, _ ways: Ways
  ) -> Int32 {
    append(FilterInstruction(operation, .local, Int64(place)), ways)
  }
}
