internal import SocketMetrics
internal import SocketModel
internal import TextSafety

extension SupersetGrammar {
  /// `src`, `dst`, `sport`, `dport`, `port`, `host` with lists and ranges.
  mutating func endpoint(
    _ word: EndpointWord?, _ name: String
  ) throws(FilterError) -> FilterCondition {
    let word = subjectNamed(after: word ?? EndpointWord(side: .either, subject: .host))
    var comparison = FilterComparison.equal
    if word.subject == .host {
      comparison = try equality(of: name) ? .notEqual : .equal
    } else if let written = scanner.comparison() {
      guard case .ordered(let ordered) = written else {
        throw FilterError(
          .operatorNotAllowed(
            field: RawText(utf8: name), symbol: RawText(utf8: "\(written.symbol)")),
          at: scanner.lastComparison)
      }
      comparison = ordered
    }
    _ = scanner.next()
    let start = scanner.index
    var operands: [EndpointOperand] = []
    for (text, range) in try values(of: name) {
      operands.append(try operand(text, word, at: range))
    }
    try Self.check(comparison, operands, at: start..<scanner.index)
    return .endpoint(
      EndpointCondition(
        side: word.side, subject: word.subject, comparison: comparison, operands: operands))
  }

  private static func check(
    _ comparison: FilterComparison, _ operands: [EndpointOperand], at range: Range<Int>
  ) throws(FilterError) {
    guard comparison != .equal, comparison != .notEqual else { return }
    if operands.count == 1, case .pattern = operands[0] { return }
    throw FilterError(.listNotOrdered, at: range)
  }

  /// `src port 22`, `dst net 10/8`, as tcpdump has it: the word behind the side says what is
  /// compared. A host of such a name stands alone, and `ss` reads it.
  private mutating func subjectNamed(after word: EndpointWord) -> EndpointWord {
    guard word.subject == .host, word.side != .either else { return word }
    let start = scanner.index
    _ = scanner.next()
    switch String(decoding: scanner.word().text, as: UTF8.self).lowercased() {
    case "port": return EndpointWord(side: word.side, subject: .port)
    case "host", "net": return word
    default:
      scanner.rewind(to: start)
      return word
    }
  }

  /// `local`, `peer`: an address as for `src` and `dst`, else the column's text by pattern.
  mutating func end(
    _ field: SocketField, _ word: EndpointWord, _ name: String
  ) throws(FilterError) -> FilterCondition {
    let before = (scanner, hosts)
    if let condition = try? endpoint(word, name), case .endpoint(let ends) = condition,
      ends.operands.allSatisfy(\.isAddressAlone)
    {
      return condition
    }
    (scanner, hosts) = before
    return try fieldCondition(field, name)
  }

  /// A host pattern on its own: either end.
  mutating func bare(
    _ text: [UInt8], at range: Range<Int>
  ) throws(FilterError) -> FilterCondition {
    if let condition = try plainWord(text, at: range) { return condition }
    guard Self.looksLikeHost(text) else { throw FilterError(unknown(text), at: range) }
    let word = EndpointWord(side: .either, subject: .host)
    scanner.rewind(to: range.lowerBound)
    var operands: [EndpointOperand] = []
    for (text, range) in try values(of: "host") {
      operands.append(try operand(text, word, at: range))
    }
    return .endpoint(
      EndpointCondition(side: .either, subject: .host, comparison: .equal, operands: operands))
  }

  /// Whether `text` is an address or a port rather than a misspelt field: it has a digit, colon,
  /// dot or star that words lack.
  private static func looksLikeHost(_ text: [UInt8]) -> Bool {
    guard let first = text.first else { return false }
    if first == 0x3a || first == 0x2a || first == 0x5b { return true }
    if text.contains(0x3a) || text.contains(0x2f) { return true }
    let isNumeric = first >= 0x30 && first <= 0x39
    return text.contains(0x2e) && (isNumeric || HostOperandParser.isHostName(text[...]))
  }

  /// A state or a table where a condition begins: `established`, `tcp`; nil for another word.
  private mutating func plainWord(
    _ text: [UInt8], at range: Range<Int>
  ) throws(FilterError) -> FilterCondition? {
    let word = String(decoding: text, as: UTF8.self)
    if StateNames.standsAlone(word) {
      scanner.rewind(to: range.lowerBound)
      return .states(try listedStates(isNegated: false))
    }
    guard let (field, value) = FilterWords.table(word) else { return nil }
    let spelled = FieldValue(meaning: .glob, spelling: Array(value.utf8))
    return .field(FieldCondition(field: field, comparison: .ordered(.equal), values: [spelled]))
  }

  /// `text` is no field and no address: perhaps a state, a service.
  private func unknown(_ text: [UInt8]) -> FilterError.Reason {
    let word = String(decoding: text, as: UTF8.self)
    if StateNames.anyStates(word, grouped: .all) != nil {
      return .stateWithoutKeyword(RawText(text))
    }
    return hosts.port(text[...]) != nil
      ? .portWithoutField(RawText(text)) : .unknownWord(RawText(text))
  }

  private mutating func operand(
    _ text: [UInt8], _ word: EndpointWord, at range: Range<Int>
  ) throws(FilterError) -> EndpointOperand {
    let before = hosts
    do throws(FilterError) {
      return .pattern(try hosts.pattern(text, after: word, at: range))
    } catch {
      hosts = before
      if let ports = try portRange(text, word, at: range) { return .ports(ports) }
      if let pattern = try unbracketed(text, word, at: range) { return .pattern(pattern) }
      throw error
    }
  }

  /// `8000-8100`, `:8000-8100`, `http-https`.
  private func portRange(
    _ text: [UInt8], _ word: EndpointWord, at range: Range<Int>
  ) throws(FilterError) -> ClosedRange<UInt32>? {
    guard word.subject == .port || text.first == 0x3a else { return nil }
    for dash in text.indices where text[dash] == 0x2d {
      guard let low = port(text[..<dash]), let high = port(text[(dash + 1)...]) else { continue }
      guard low <= high else { throw FilterError(.emptyRange(RawText(text)), at: range) }
      return low...high
    }
    return nil
  }

  private func port(_ text: ArraySlice<UInt8>) -> UInt32? {
    let digits = text.first == 0x3a ? text.dropFirst() : text
    return hosts.port(digits).flatMap { UInt32(exactly: $0) }
  }

  /// An IPv6 address without brackets, or with its prefix length behind them.
  private mutating func unbracketed(
    _ text: [UInt8], _ word: EndpointWord, at range: Range<Int>
  ) throws(FilterError) -> HostPattern? {
    guard word.subject == .host else { return nil }
    if AddressSpelling.ipv6(text.prefix { $0 != 0x2f }) != nil {
      return try hosts.pattern([0x5b] + text + [0x5d], after: word, at: range)
    }
    guard let end = text.firstIndex(of: 0x5d), text.dropFirst(end + 1).first == 0x2f else {
      return nil
    }
    let length = text[(end + 1)...].prefix { $0 != 0x3a }
    let inside = Array(text[..<end]) + length + [0x5d]
    return try hosts.pattern(inside + text[length.endIndex...], after: word, at: range)
  }
}

extension EndpointOperand {
  /// Whether it is an address or a network in numbers, without a port: such text no end has.
  fileprivate var isAddressAlone: Bool {
    switch self {
    case .ports: false
    case .pattern(let pattern):
      !pattern.addresses.isEmpty && pattern.hostName == nil && pattern.port == nil
    }
  }
}
