internal import SocketModel

/// IP addresses as text, and back.
enum AddressSpelling {
  /// One to four numbers below 256, missing ones zero on the right: `127/8`, `10.0`. As `ss`.
  static func ipv4(_ text: ArraySlice<UInt8>) -> UInt32? {
    var rest = text
    var value: UInt32 = 0
    for place in 0..<4 {
      guard let (part, count) = NumberText.leading(rest), part >= 0, part < 256 else { return nil }
      value |= UInt32(truncatingIfNeeded: part) << UInt32(24 - 8 * place)
      rest = rest.dropFirst(count)
      guard let next = rest.first else { return value }
      guard next == 0x2e, place < 3 else { return nil }
      rest = rest.dropFirst()
    }
    return nil
  }

  /// The older spelling, whose last number fills what is left: `2130706433`, `127.1`. As
  /// `inet_aton` of the C library, by way of which `ss` accepts it.
  static func classicIPv4(_ text: ArraySlice<UInt8>) -> UInt32? {
    let parts = text.split(separator: 0x2e, omittingEmptySubsequences: false)
    guard parts.count <= 4, let last = parts.last else { return nil }
    var value: UInt32 = 0
    for (place, part) in parts.dropLast().enumerated() {
      guard let number = NumberText.whole(part, in: 0...255) else { return nil }
      value |= UInt32(truncatingIfNeeded: number) << UInt32(24 - 8 * place)
    }
    let limit = Int64(0xffff_ffff) >> Int64(8 * (parts.count - 1))
    guard let number = NumberText.whole(last, in: 0...limit) else { return nil }
    return value | UInt32(truncatingIfNeeded: number)
  }

  /// Four decimal numbers without leading zeros, as within an IPv6 address.
  private static func strictIPv4(_ text: ArraySlice<UInt8>) -> UInt32? {
    let parts = text.split(separator: 0x2e, omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard part.count <= 3, part.first != 0x30 || part.count == 1,
        let number = NumberText.whole(part, in: 0...255), part.first != 0x2b, part.first != 0x2d
      else { return nil }
      value = value << 8 | UInt32(truncatingIfNeeded: number)
    }
    return value
  }

  /// As `inet_pton`: groups of hexadecimal digits, one `::`, an IPv4 address at the end.
  static func ipv6(_ text: ArraySlice<UInt8>) -> AddressBits? {
    guard text.count >= 2, text.count <= 45 else { return nil }
    var words: [UInt16] = []
    var gap: Int?
    var rest = text
    if rest.starts(with: [0x3a, 0x3a]) {
      gap = 0
      rest = rest.dropFirst(2)
    }
    while !rest.isEmpty {
      guard words.count < 8 else { return nil }
      let part = rest.prefix { $0 != 0x3a }
      rest = rest.dropFirst(part.count)
      if rest.isEmpty, part.contains(0x2e) {
        guard words.count <= 6, let embedded = strictIPv4(part) else { return nil }
        words += [UInt16(truncatingIfNeeded: embedded >> 16), UInt16(truncatingIfNeeded: embedded)]
        break
      }
      guard part.count <= 4, let word = hexadecimal(part) else { return nil }
      words.append(word)
      guard !rest.isEmpty else { break }
      rest = rest.dropFirst()
      guard let next = rest.first else { return nil }
      guard next == 0x3a else { continue }
      guard gap == nil else { return nil }
      gap = words.count
      rest = rest.dropFirst()
    }
    return joined(words, gap: gap)
  }

  private static func joined(_ words: [UInt16], gap: Int?) -> AddressBits? {
    var words = words
    if let gap {
      guard words.count < 8 else { return nil }
      words.insert(contentsOf: Array(repeating: 0, count: 8 - words.count), at: gap)
    }
    guard words.count == 8 else { return nil }
    let high = words[0..<4].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
    let low = words[4..<8].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
    return AddressBits(high: high, low: low)
  }

  private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt16? {
    guard let first = digits.first, first != 0x2b, first != 0x2d else { return nil }
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  /// The canonical spelling (RFC 5952 for IPv6); other families' numbers in decimal.
  static func spelling(_ bits: AddressBits, family: AddressFamily) -> [UInt8] {
    switch family {
    case .inet: Array(dotted(bits.word).utf8)
    case .inet6: Array(ipv6(bits).utf8)
    case .unix, .packet, .netlink, .vsock, .tipc, .xdp: Array(String(bits.word).utf8)
    }
  }

  private static func dotted(_ word: UInt32) -> String {
    [24, 16, 8, 0].map { String(word >> UInt32($0) & 0xff) }.joined(separator: ".")
  }

  private static func ipv6(_ bits: AddressBits) -> String {
    if bits.isMappedIPv4 { return "::ffff:" + dotted(bits.mappedIPv4) }
    let words = (0..<8).map { place in
      let half = place < 4 ? bits.high : bits.low
      return UInt16(truncatingIfNeeded: half >> UInt64(48 - 16 * (place % 4)))
    }
    let groups = words.map { String($0, radix: 16) }
    let gap = longestGap(words)
    guard gap.count > 1 else { return groups.joined(separator: ":") }
    return groups[..<gap.lowerBound].joined(separator: ":") + "::"
      + groups[gap.upperBound...].joined(separator: ":")
  }

  private static func longestGap(_ words: [UInt16]) -> Range<Int> {
    var best = 0..<0
    var start = 0
    for (index, word) in words.enumerated() {
      guard word == 0 else {
        start = index + 1
        continue
      }
      if index + 1 - start > best.count { best = start..<(index + 1) }
    }
    return best
  }
}
