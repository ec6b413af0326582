internal import SocketModel
internal import TextSafety

/// Keys of text and addresses: the rank of the value among all values that occur.
extension RowOrder {
  func textKeys(of sample: Sample, rows: [UInt32], context: RowContext) -> [SortKey] {
    if field == .local || field == .src {
      return addressKeys(of: sample, rows: rows, end: .local, context: context)
    }
    if field == .peer || field == .dst {
      return addressKeys(of: sample, rows: rows, end: .peer, context: context)
    }
    var ranks = Ranks<RawText>()
    var texts: [RawText?] = []
    texts.reserveCapacity(rows.count)
    _ = keys(of: sample, rows: rows) { record, metric in
      let text = field.text(of: SocketRow(record: record, metric: metric, context: context))
      if let text { ranks.insert(text) }
      texts.append(text)
      return nil
    }
    ranks.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    var position = 0
    return keys(of: sample, rows: rows) { _, _ in
      defer { position += 1 }
      return texts[position].map { ranks.rank(of: $0) }
    }
  }

  /// Addresses by family, number and port: 10.0.0.9 before 10.0.0.10. Families without an address
  /// by their name.
  private func addressKeys(
    of sample: Sample, rows: [UInt32], end: SocketEnd, context: RowContext
  ) -> [SortKey] {
    var addresses = Ranks<AddressBits>()
    var names = Ranks<RawText>()
    func name(_ record: SocketRecord, _ metric: SocketMetric) -> RawText {
      let row = SocketRow(record: record, metric: metric, context: context)
      return end == .local ? row.name : row.peerName ?? RawText([])
    }
    _ = keys(of: sample, rows: rows) { record, metric in
      switch record.family {
      case .inet6: addresses.insert(record.address(of: end))
      case .unix: names.insert(name(record, metric))
      case .inet, .packet, .netlink, .vsock, .tipc, .xdp: break
      }
      return nil
    }
    addresses.sort { ($0.high, $0.low) < ($1.high, $1.low) }
    names.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    return keys(of: sample, rows: rows) { record, metric in
      let value: UInt64
      switch record.family {
      case .inet6: value = addresses.rank(of: record.address(of: end))
      case .unix: value = names.rank(of: name(record, metric))
      case .inet, .packet, .netlink, .vsock, .tipc, .xdp:
        value = UInt64(record.address(of: end).word)
      }
      let port = UInt64(record.port(of: end)) & 0xff_ffff
      return UInt64(record.family.rawValue) << 58 | (value & 0xffff_ffff) << 24 | port
    }
  }

  /// Ranks of titles that are few and known beforehand; nil for other fields.
  static func titleRank(of field: SocketField) -> ((SocketRecord) -> UInt64?)? {
    if field == .state {
      let ranks = ranks(of: SocketState.allCases.map(\.title))
      return { ranks[Int($0.state.rawValue)] }
    }
    if field == .netid {
      let ranks = ranks(of: SocketKind.allCases.map(\.title))
      return { ranks[Int($0.kind.rawValue)] }
    }
    return field == .family ? { UInt64($0.family.rawValue) } : nil
  }

  private static func ranks(of titles: [SafeText]) -> [UInt64] {
    let sorted = titles.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return titles.map { title in UInt64(sorted.firstIndex(of: title) ?? 0) }
  }
}

/// Values that occur, and the place of each in their order.
private struct Ranks<Value: Hashable> {
  private var places: [Value: UInt64] = [:]

  mutating func insert(_ value: Value) { places[value] = 0 }

  mutating func sort(by precedes: (Value, Value) -> Bool) {
    for (place, value) in places.keys.sorted(by: precedes).enumerated() {
      places[value] = UInt64(place)
    }
  }

  func rank(of value: Value) -> UInt64 { places[value] ?? 0 }
}
