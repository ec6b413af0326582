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
    var keys = unranked(of: sample, rows: rows) { record, metric in
      let text = field.text(of: SocketRow(record: record, metric: metric, context: context))
      return text.map { ranks.number(of: $0) } ?? .max
    }
    ranks.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    for place in keys.indices {
      let number = keys[place].key
      keys[place].key = directed(number == .max ? nil : ranks.rank(of: number))
    }
    return keys
  }

  /// Keys that do not say yet in which order their values stand.
  private func unranked(
    of sample: Sample, rows: [UInt32], number: (SocketRecord, SocketMetric) -> UInt64
  ) -> [SortKey] {
    let records = sample.snapshot.records
    let limit = min(records.count, sample.metrics.count)
    var keys: [SortKey] = []
    keys.reserveCapacity(rows.count)
    for row in rows where Int(row) < limit {
      let number = number(records[Int(row)], sample.metrics[Int(row)])
      keys.append(SortKey(number, tie: records[Int(row)].cookie, row: row))
    }
    return keys
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
    // By family and port; between them the address, or what stands for it until all are known.
    var keys = unranked(of: sample, rows: rows) { record, metric in
      let value: UInt64
      switch record.family {
      case .inet6: value = addresses.number(of: record.address(of: end))
      case .unix: value = names.number(of: name(record, metric))
      case .inet, .packet, .netlink, .vsock, .tipc, .xdp:
        value = UInt64(record.address(of: end).word)
      }
      let port = UInt64(record.port(of: end)) & 0xff_ffff
      return UInt64(record.family.rawValue) << 58 | (value & 0xffff_ffff) << 24 | port
    }
    addresses.sort { ($0.high, $0.low) < ($1.high, $1.low) }
    names.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    for place in keys.indices {
      var key = keys[place].key
      let family = key >> 58
      let number = key >> 24 & 0xffff_ffff
      if family == UInt64(AddressFamily.inet6.rawValue) {
        key ^= (number ^ addresses.rank(of: number)) << 24
      } else if family == UInt64(AddressFamily.unix.rawValue) {
        key ^= (number ^ names.rank(of: number)) << 24
      }
      keys[place].key = directed(key)
    }
    return keys
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

/// Values that occur, and the place of each in their order. Each is looked up but once: until all
/// are known a number stands for it.
private struct Ranks<Value: Hashable> {
  private var numbers: [Value: Int] = [:]
  private var values: [Value] = []
  private var ranks: [UInt64] = []

  /// The number of `value`, one more than that of the last new one when it is new.
  mutating func number(of value: Value) -> UInt64 {
    if let number = numbers[value] { return UInt64(number) }
    numbers[value] = values.count
    values.append(value)
    return UInt64(values.count - 1)
  }

  /// Orders the values, all of which are known now.
  mutating func sort(by precedes: (Value, Value) -> Bool) {
    ranks = Array(repeating: 0, count: values.count)
    let order = values.enumerated().sorted { precedes($0.element, $1.element) }
    for (rank, value) in order.enumerated() { ranks[value.offset] = UInt64(rank) }
  }

  /// The place in the order of the value that has this number.
  func rank(of number: UInt64) -> UInt64 { ranks[Int(number)] }
}
