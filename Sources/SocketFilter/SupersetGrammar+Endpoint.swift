internal import SocketModel
internal import TextSafety

extension SupersetGrammar {
  /// `src`, `dst`, `sport`, `dport`, `port`, `host` with lists and ranges.
  mutating func endpoint(
    _ word: EndpointWord?, _ name: String
  ) throws(FilterError) -> FilterCondition {
    let word = word ?? EndpointWord(side: .either, subject: .host)
    var comparison = FilterComparison.equal
    if word.subject == .host {
      comparison = try equality(of: name) ? .notEqual : .equal
    } else if let written = scanner.comparison() {
      guard case .ordered(let ordered) = written else {
        throw FilterError(
          .operatorNotAllowed(field: RawText(utf8: name), symbol: RawText(utf8: "~")),
          at: scanner.index..<scanner.index)
      }
      comparison = ordered
    }
    var operands: [EndpointOperand] = []
    for (text, range) in try values(of: name) {
      operands.append(try operand(text, word, at: range))
    }
    try Self.check(comparison, operands, at: scanner.index)
    return .endpoint(
      EndpointCondition(
        side: word.side, subject: word.subject, comparison: comparison, operands: operands))
  }

  private static func check(
    _ comparison: FilterComparison, _ operands: [EndpointOperand], at index: Int
  ) throws(FilterError) {
    guard comparison != .equal, comparison != .notEqual else { return }
    if operands.count == 1, case .pattern = operands[0] { return }
    throw FilterError(.listNotOrdered, at: index..<index)
  }

  /// A host pattern on its own: either end.
  mutating func bare(
    _ text: [UInt8], at range: Range<Int>
  ) throws(FilterError) -> FilterCondition {
    guard Self.looksLikeHost(text) else { throw FilterError(.unknown(text), at: range) }
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
    let isNumeric = AddressSpelling.ipv4(text[...]) != nil
    return text.contains(0x2e) && (isNumeric || HostOperandParser.isHostName(text[...]))
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
