package import SocketMetrics
internal import SocketModel
internal import TextSafety

/// Filters by the cell under the cursor.
package enum FilterFromCell {
  /// The condition that `field` of `row` fulfils, such as `dport = :443` or `proc = nginx`, and of
  /// an unknown cell that it is unknown; nil when no filter compares the field for such a socket.
  ///
  /// One for `isExclusion` names no family by prefix: that would hide the others behind `not` too.
  package static func condition(
    _ field: SocketField, of row: SocketRow, isExclusion: Bool = false
  ) -> String? {
    if isExclusion, let condition = endText(field, row) { return condition }
    return condition(field, row) ?? endText(field, row)
  }

  private static func condition(_ field: SocketField, _ row: SocketRow) -> String? {
    let record = row.record
    if field == .state { return StateNames.name(of: record.state.set).map { "state = \($0)" } }
    if field == .sport { return port("sport", record, record.localPort) }
    if field == .dport { return port("dport", record, record.remotePort) }
    if field == .src || field == .local {
      let port = field == .local ? record.localPort : nil
      return host("src", record, record.localAddress, port: port, row)
    }
    if field == .dst || field == .peer {
      let port = field == .peer ? record.remotePort : nil
      return host("dst", record, record.remoteAddress, port: port, row)
    }
    if field == .mark, record.known.contains(.mark) { return "fwmark = \(record.mark)" }
    return general(field, row)
  }

  /// The condition of a listener's accept queue: as full as it is; nil when it has no limit.
  package static func backlog(of row: SocketRow) -> String? {
    let limit = SocketField.backlog.number(of: row)
    let share = row.record.receiveQueue == 0 ? 0 : SocketField.recvq.number(of: row) / limit
    guard share.isFinite, !limit.isNaN else { return nil }
    return share == 0 ? "backlog = 0%" : "backlog >= \(whole(share * 100))%"
  }

  /// The condition that the peer's address begins as `prefix` says: `203.0.113.0/24`.
  package static func peerPrefix(_ prefix: String) -> String {
    prefix.utf8.contains(0x3a) && !prefix.hasPrefix("[") ? "dst [\(prefix)]" : "dst \(prefix)"
  }

  /// `text` narrowed by `condition`, or by its opposite when `isExclusion`.
  ///
  /// Conditions are read from left to right, so that what is appended narrows all before it.
  package static func appending(
    _ condition: String, to text: String, isExclusion: Bool
  ) -> String {
    let term = isExclusion ? opposite(of: condition) : condition
    guard text.utf8.contains(where: { !isBlank($0) }) else { return term }
    return text.utf8.last.map(isBlank) == true ? text + term : text + " " + term
  }

  private static func opposite(of condition: String) -> String {
    condition.hasPrefix("not ") ? String(condition.dropFirst(4)) : "not \(condition)"
  }

  // MARK: Ends

  private static func port(_ word: String, _ record: SocketRecord, _ port: UInt32) -> String? {
    switch record.family {
    case .netlink: word == "sport" ? "sport = netlink::\(Int32(bitPattern: port))" : nil
    case .packet: word == "sport" ? "sport = link::\(port)" : nil
    case .vsock: "\(word) = vsock::\(port)"
    case .inet, .inet6, .unix, .tipc, .xdp: "\(word) = :\(port)"
    }
  }

  /// The address, with its port where it stands for a service rather than for one connection.
  private static func host(
    _ word: String, _ record: SocketRecord, _ bits: AddressBits, port: UInt32?, _ row: SocketRow
  ) -> String? {
    switch record.family {
    case .inet, .inet6:
      let text = AddressSpelling.spelling(bits, family: record.family)
      let address = String(decoding: text, as: UTF8.self)
      let host = record.family == .inet6 ? "\(word) [\(address)]" : "\(word) \(address)"
      guard let port, port != 0, !row.context.names.ephemeralPorts.contains(port) else {
        return host
      }
      return "\(host):\(port)"
    case .unix:
      guard word == "src" else { return peer(row) }
      let name = row.context.snapshot.name(of: record).bytes.map { $0 == 0 ? 0x40 : $0 }
      let pattern = FilterQuoting.protected(Glob.escaping(name, by: .byte))
      return "src unix:" + String(decoding: pattern, as: UTF8.self)
    case .packet: return word == "src" ? "src link:\(bits.word)" : nil
    case .netlink: return word == "src" ? "src netlink:\(bits.word)" : nil
    case .vsock: return "\(word) vsock:\(bits.word)"
    case .tipc, .xdp: return nil
    }
  }

  /// An end that is neither IPv4 nor IPv6, by its text; nil for a field that is no end or has none.
  private static func endText(_ field: SocketField, _ row: SocketRow) -> String? {
    let family = row.record.family
    let isPort = field == .sport || field == .dport
    guard family != .inet, family != .inet6, !isPort || family != .unix else { return nil }
    let isPeer = [.peer, .dst, .dport].contains(field)
    guard isPeer || [.local, .src, .sport].contains(field),
      let name = SocketField.family.text(of: row),
      let text = (isPeer ? SocketField.peer : .local).text(of: row)?.bytes,
      let split = text.lastIndex(of: family == .unix ? 0x20 : 0x3a)
    else { return nil }
    var pattern = Glob.escaping(text)
    if isPort {
      pattern = [0x2a] + Glob.escaping(Array(text[split...]))
    } else if field == .src || field == .dst || family == .unix {
      // `1:*` alone would be an address of IPv4.
      pattern = Glob.escaping(Array(text[...split])) + (family == .unix ? [] : [0x3f]) + [0x2a]
    }
    let value = String(decoding: FilterQuoting.quoted(pattern), as: UTF8.self)
    return
      "( family = \(String(decoding: name.bytes, as: UTF8.self)) and \(isPeer ? "peer" : "local") = \(value) )"
  }

  /// A unix socket's peer by its name, whatever its inode.
  private static func peer(_ row: SocketRow) -> String? {
    guard let name = row.peerName?.bytes.map({ $0 == 0 ? 0x40 : $0 }) else { return nil }
    let pattern = FilterQuoting.quoted(Glob.escaping(name) + Array(" *".utf8))
    return "peer = " + String(decoding: pattern, as: UTF8.self)
  }

  // MARK: Fields

  private static func general(_ field: SocketField, _ row: SocketRow) -> String? {
    let definition = field.definition
    guard definition.isFilterable else { return nil }
    if case .text = definition.unit {
      guard let text = field.text(of: row) else { return "not \(field.filterName) = *" }
      let pattern = FilterQuoting.quoted(Glob.escaping(text.bytes))
      return "\(field.filterName) = " + String(decoding: pattern, as: UTF8.self)
    }
    if field == .cookie, row.record.cookie != 0 { return "cookie = \(row.record.cookie)" }
    let number = field.number(of: row)
    guard number.isFinite, number >= 0 else { return "not \(field.filterName) >= 0" }
    return "\(field.filterName) " + comparison(number, definition.unit)
  }

  /// Numbers that vary are asked for as a bound, at least what the cell shows; nothing is asked for
  /// as nothing.
  private static func comparison(_ number: Double, _ unit: FieldUnit) -> String {
    switch unit {
    case .identifier, .text: "= \(whole(number))"
    case .seconds: bound(number * 1e6, time)
    case .share: bound(number * 100) { "\($0)%" }
    case .bytes, .bytesPerSecond: bound(number, amount)
    case .count, .perSecond, .segments: bound(number) { "\($0)" }
    }
  }

  private static func bound(_ number: Double, _ spelling: (UInt64) -> String) -> String {
    guard number > 0 else { return "= 0" }
    return number < 1 ? "> 0" : ">= " + spelling(whole(number))
  }

  private static func time(_ microseconds: UInt64) -> String {
    switch microseconds {
    case ..<10_000: "\(microseconds)us"
    case ..<10_000_000: "\(microseconds / 1000)ms"
    default: "\(microseconds / 1_000_000)s"
    }
  }

  private static func amount(_ bytes: UInt64) -> String {
    switch bytes {
    case ..<10_000: "\(bytes)"
    case ..<10_000_000: "\(bytes / 1000)kB"
    default: "\(bytes / 1_000_000)MB"
    }
  }

  /// Without exponent or fraction: the largest whole number that is not greater.
  private static func whole(_ number: Double) -> UInt64 { UInt64(max(0, min(number, 9e15))) }
}
