internal import SocketModel
internal import TextSafety

extension HostOperandParser {
  /// `ADDRESS[:PORT]`, or for a port field `[:]PORT`.
  mutating func internet(
    _ operand: Operand, family: AddressFamily?
  ) throws(FilterError) -> HostPattern {
    guard let (address, port) = Self.split(operand) else {
      throw operand.error(.badAddress(RawText(operand.text)))
    }
    var pattern = HostPattern(family: family)
    if !port.isEmpty, !port.elementsEqual([0x2a]) {
      pattern.port = try number(ofPort: port, operand)
    }
    guard !address.isEmpty, !address.elementsEqual([0x2a]) else { return pattern }
    guard !["all", "any", "default"].contains(where: { address.elementsEqual($0.utf8) }) else {
      return pattern
    }
    if let prefix = try Self.prefix(address, family: family, operand) {
      pattern.addresses = [prefix]
      return pattern
    }
    pattern.addresses = try addresses(ofHost: address, family: family, at: operand.range)
    pattern.hostName = Array(address)
    return pattern
  }

  private func number(
    ofPort text: ArraySlice<UInt8>, _ operand: Operand
  ) throws(FilterError) -> Int64? {
    guard let number = port(text) else {
      throw operand.error(Self.portFault(text, operand))
    }
    return number == -1 ? nil : number
  }

  /// Why `text` is no port: perhaps it is an address.
  private static func portFault(
    _ text: ArraySlice<UInt8>, _ operand: Operand
  ) -> FilterError.Reason {
    guard operand.isPort, text.contains(0x2e) || text.contains(0x3a),
      AddressSpelling.ipv4(text.prefix { $0 != 0x3a && $0 != 0x2f }) != nil
        || AddressSpelling.ipv6(text.prefix { $0 != 0x2f }) != nil
    else { return .badPort(RawText(text)) }
    return .addressForPort(
      RawText(text), field: RawText(utf8: "\(operand.word.spelling)"))
  }

  /// Where `ss` cuts the address from the port; nil when a bracket is not closed.
  static func split(_ operand: Operand) -> (ArraySlice<UInt8>, ArraySlice<UInt8>)? {
    let text = operand.text
    guard !operand.isPort else { return (text.prefix(0), portText(text)) }
    if text.first == 0x5b {
      guard let end = text.firstIndex(of: 0x5d) else { return nil }
      let rest = text[(end + 1)...]
      return (text[(text.startIndex + 1)..<end], rest.first == 0x3a ? rest.dropFirst() : rest)
    }
    if text.first == 0x2a {
      let rest = text.dropFirst()
      return (text.prefix(1), rest.first == 0x3a ? rest.dropFirst() : rest)
    }
    let start = text.firstIndex(of: 0x2f) ?? text.startIndex
    guard let colon = text[start...].lastIndex(of: 0x3a) else { return (text, text.suffix(0)) }
    return (text[..<colon], text[(colon + 1)...])
  }

  /// The port's text of a port field: `22`, `:22`, `*:22` (any port, as in `ss`).
  private static func portText(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    if text.first == 0x2a { return text.prefix(1) }
    return text.first == 0x3a ? text.dropFirst() : text
  }

  /// `ADDRESS[/LENGTH]` as numbers; nil when only a host's name could be meant.
  static func prefix(
    _ text: ArraySlice<UInt8>, family: AddressFamily?, _ operand: Operand
  ) throws(FilterError) -> AddressPrefix? {
    let address = text.prefix { $0 != 0x2f }
    let rest = text.dropFirst(address.count)
    guard var prefix = literal(address, family: family) else {
      guard rest.isEmpty else { throw operand.error(.badAddress(RawText(text))) }
      return nil
    }
    guard !rest.isEmpty else { return prefix }
    let limit: UInt8 = prefix.family == .inet ? 32 : 128
    guard let length = length(rest.dropFirst(), limit: limit) else {
      throw operand.error(.badAddress(RawText(text)))
    }
    prefix.length = length
    return prefix
  }

  private static func literal(
    _ text: ArraySlice<UInt8>, family: AddressFamily?
  ) -> AddressPrefix? {
    if text.contains(0x3a) {
      guard family != .inet, let bits = AddressSpelling.ipv6(text) else { return nil }
      return AddressPrefix(family: .inet6, bits: bits, length: 128)
    }
    guard family != .inet6 else { return nil }
    guard let word = AddressSpelling.ipv4(text) ?? AddressSpelling.classicIPv4(text) else {
      return nil
    }
    return AddressPrefix(family: .inet, bits: AddressBits(word: word), length: 32)
  }

  /// A number of bits, or a contiguous dotted mask.
  private static func length(_ text: ArraySlice<UInt8>, limit: UInt8) -> UInt8? {
    if let number = NumberText.whole(text, in: 0...Int64(limit)) {
      return UInt8(truncatingIfNeeded: number)
    }
    guard text.contains(0x2e), let mask = AddressSpelling.ipv4(text) else { return nil }
    let ones = (~mask).leadingZeroBitCount
    guard ones == 32 || mask << UInt32(ones) == 0 else { return nil }
    return UInt8(truncatingIfNeeded: ones)
  }
}
