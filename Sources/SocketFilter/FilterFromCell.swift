package import SocketMetrics
internal import SocketModel
internal import TextSafety

/// Filters by the cell under the cursor.
package enum FilterFromCell {
  /// The condition that `field` of `row` fulfils, such as `dport = :443` or `proc = nginx`; nil
  /// when the cell is unknown or no filter compares the field.
  package static func condition(_ field: SocketField, of row: SocketRow) -> String? {
    let record = row.record
    if field == .state { return StateNames.name(of: record.state.set).map { "state = \($0)" } }
    if field == .sport { return "sport = \(port(record, record.localPort))" }
    if field == .dport { return "dport = \(port(record, record.remotePort))" }
    if field == .src || field == .local { return host("src", record, record.localAddress, row) }
    if field == .dst || field == .peer { return host("dst", record, record.remoteAddress, row) }
    if field == .mark { return record.known.contains(.mark) ? "fwmark = \(record.mark)" : nil }
    return general(field, row)
  }

  /// `text` narrowed by `condition`, or by its opposite when `isExclusion`.
  ///
  /// Conditions are read from left to right, so that what is appended narrows all before it.
  package static func appending(
    _ condition: String, to text: String, isExclusion: Bool
  ) -> String {
    let term = isExclusion ? "not \(condition)" : condition
    guard text.utf8.contains(where: { !isBlank($0) }) else { return term }
    return text.utf8.last.map(isBlank) == true ? text + term : text + " " + term
  }

  private static func port(_ record: SocketRecord, _ port: UInt32) -> String {
    switch record.family {
    case .netlink: "netlink::\(Int32(bitPattern: port))"
    case .packet: "link::\(port)"
    case .vsock: "vsock::\(port)"
    case .inet, .inet6, .unix, .tipc, .xdp: ":\(port)"
    }
  }

  private static func host(
    _ word: String, _ record: SocketRecord, _ bits: AddressBits, _ row: SocketRow
  ) -> String? {
    switch record.family {
    case .inet, .inet6:
      let text = AddressText.spelling(bits, family: record.family)
      let address = String(decoding: text, as: UTF8.self)
      return record.family == .inet6 ? "\(word) [\(address)]" : "\(word) \(address)"
    case .unix:
      guard word == "src" else { return nil }
      let name = row.context.snapshot.name(of: record).bytes.map { $0 == 0 ? 0x40 : $0 }
      let pattern = FilterQuoting.protected(Glob.escaping(name))
      return "src unix:" + String(decoding: pattern, as: UTF8.self)
    case .packet: return "\(word) link:\(bits.word)"
    case .netlink: return word == "src" ? "src netlink:\(bits.word)" : nil
    case .vsock: return "\(word) vsock:\(bits.word)"
    case .tipc, .xdp: return nil
    }
  }

  private static func general(_ field: SocketField, _ row: SocketRow) -> String? {
    let definition = field.definition
    guard definition.isFilterable else { return nil }
    if case .text = definition.unit {
      guard let text = field.text(of: row), !text.isEmpty else { return nil }
      let pattern = FilterQuoting.quoted(Glob.escaping(text.bytes))
      return "\(field.filterName) = " + String(decoding: pattern, as: UTF8.self)
    }
    if field == .cookie { return row.record.cookie == 0 ? nil : "cookie = \(row.record.cookie)" }
    let number = field.number(of: row)
    guard number.isFinite, number >= 0 else { return nil }
    return measured(field, number, definition.unit)
  }

  /// Numbers that vary are asked for as a bound: at least what the cell shows.
  private static func measured(_ field: SocketField, _ number: Double, _ unit: FieldUnit) -> String
  {
    switch unit {
    case .identifier, .text: return "\(field.filterName) = \(plain(number))"
    case .seconds: return "\(field.filterName) >= \(plain(number * 1e6))us"
    case .share: return "\(field.filterName) >= \(plain(number * 100))%"
    case .count, .bytes, .bytesPerSecond, .perSecond, .segments:
      return "\(field.filterName) >= \(plain(number))"
    }
  }

  /// Without exponent or fraction: the largest whole number that is not greater.
  private static func plain(_ number: Double) -> String {
    String(UInt64(min(number, 9e15)))
  }
}
