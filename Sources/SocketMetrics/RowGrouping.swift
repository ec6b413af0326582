internal import SocketModel
internal import TextSafety

/// By what rows are grouped, in one or two levels.
package struct RowGrouping: Hashable, Sendable {
  package enum Criterion: Hashable, Sendable {
    /// Equal values of a field.
    case field(SocketField)
    /// The process, by pid: `nginx[812]`.
    case process
    /// The first bits of the peer's address: `203.0.113.0/24`.
    case peerPrefix(ipv4: Int, ipv6: Int)
  }

  package var criteria: [Criterion]

  package init(_ criteria: Criterion...) { self.criteria = criteria }

  package static let peerNetworks = RowGrouping(.peerPrefix(ipv4: 24, ipv6: 48))

  /// The groups of `rows` (indices into the sample's records; nil for all), in the order in which
  /// their first rows stand.
  package func groups(
    of sample: Sample, rows: [UInt32]? = nil, context: RowContext
  ) -> [RowGroup] {
    let limit = min(sample.snapshot.records.count, sample.metrics.count)
    let rows = (rows ?? Array(0..<UInt32(clamping: limit))).filter { Int($0) < limit }
    return groups(of: sample, rows: rows, level: 0, path: [], context: context)
  }

  private func groups(
    of sample: Sample, rows: [UInt32], level: Int, path: [RawText?], context: RowContext
  ) -> [RowGroup] {
    guard level < min(criteria.count, 2) else { return [] }
    var groups: [RowGroup] = []
    var places: [RawText?: Int] = [:]
    var namer = GroupNamer(criterion: criteria[level], context: context)
    for row in rows {
      let record = sample.snapshot.records[Int(row)]
      let key = namer.key(of: record, sample.metrics[Int(row)])
      let place = places[key] ?? groups.count
      if place == groups.count {
        places[key] = place
        groups.append(RowGroup(key: key, path: path))
      }
      groups[place].members.append(row)
    }
    for place in groups.indices {
      groups[place].sums = Self.sums(of: sample, rows: groups[place].members)
      groups[place].children = self.groups(
        of: sample, rows: groups[place].members, level: level + 1,
        path: path + [groups[place].key], context: context)
    }
    return groups
  }

  private static func sums(of sample: Sample, rows: [UInt32]) -> GroupSums {
    var sums = GroupSums()
    let now = sample.snapshot.time
    for row in rows {
      let record = sample.snapshot.records[Int(row)]
      let metric = sample.metrics[Int(row)]
      let gauges = sample.snapshot.gauges(at: Int(row))
      for (place, field) in GroupSums.fields.enumerated() {
        guard record.state != .listen || field != .recvq && field != .sendq else { continue }
        sums.add(field.number(of: record, metric, gauges, now: now), at: place)
      }
      let roundTrip = SocketField.rtt.number(of: record, metric, now: now)
      if !roundTrip.isNaN { sums.roundTrips.append(roundTrip) }
    }
    sums.roundTrips.sort()
    return sums
  }
}

/// Finds the key of rows; text is made once per distinct value where that is cheap to tell.
private struct GroupNamer {
  let criterion: RowGrouping.Criterion
  let context: RowContext
  private var known: [Seed: RawText?] = [:]

  /// What determines the key.
  private enum Seed: Hashable {
    case address(AddressFamily, AddressBits)
    case number(UInt64)
    /// The first owner's pid and the socket's control group, 0 for none.
    case place(Int32, UInt64)
  }

  init(criterion: RowGrouping.Criterion, context: RowContext) {
    self.criterion = criterion
    self.context = context
  }

  mutating func key(of record: SocketRecord, _ metric: SocketMetric) -> RawText? {
    guard let seed = seed(of: record, metric) else { return makeKey(of: record, metric) }
    if let key = known[seed] { return key }
    let key = makeKey(of: record, metric)
    known[seed] = .some(key)
    return key
  }

  private func seed(of record: SocketRecord, _ metric: SocketMetric) -> Seed? {
    switch criterion {
    case .peerPrefix: return .address(record.family, record.remoteAddress)
    case .process: return .number(UInt64(metric.ownerInode))
    case .field(.src) where record.kind.isInternet:
      return .address(record.family, record.localAddress)
    case .field(.dst) where record.kind.isInternet:
      return .address(record.family, record.remoteAddress)
    case .field(.proc), .field(.pid), .field(.cmd): return .number(UInt64(metric.ownerInode))
    case .field(.state): return .number(UInt64(record.state.rawValue))
    case .field(.sport): return .number(UInt64(record.localPort))
    case .field(.dport): return .number(UInt64(record.remotePort))
    case .field(.cc): return .number(UInt64(record.congestionControl))
    case .field(.netns): return .number(UInt64(record.namespace.rawValue))
    case .field(.cgroup), .field(.unit), .field(.container), .field(.runtime):
      return placeSeed(of: record, metric)
    case .field(.uid), .field(.user):
      let uid = record.ownerUID ?? metric.ownerUID
      return .number(uid.map { UInt64($0) } ?? .max)
    case .field: return nil
    }
  }

  private func placeSeed(of record: SocketRecord, _ metric: SocketMetric) -> Seed {
    let row = SocketRow(record: record, metric: metric, context: context)
    let group = record.known.contains(.cgroup) ? record.cgroup : 0
    return .place(row.firstOwner?.pid ?? 0, group)
  }

  private func makeKey(of record: SocketRecord, _ metric: SocketMetric) -> RawText? {
    let row = SocketRow(record: record, metric: metric, context: context)
    switch criterion {
    case .field(let field): return key(of: row, field)
    case .process:
      guard let owner = row.firstOwner else { return nil }
      return RawText(owner.command.bytes + Array("[\(owner.pid)]".utf8))
    case .peerPrefix(let ipv4, let ipv6): return prefix(of: record, ipv4, ipv6)
    }
  }

  private func key(of row: SocketRow, _ field: SocketField) -> RawText? {
    guard field.definition.unit != .text else { return field.text(of: row) }
    guard !field.number(of: row).isNaN else { return nil }
    var text = SafeText()
    field.write(row, to: &text)
    return RawText(text.utf8)
  }

  private func prefix(of record: SocketRecord, _ ipv4: Int, _ ipv6: Int) -> RawText? {
    guard record.kind.isInternet, !record.remoteAddress.isZero else { return nil }
    var text = SafeText()
    let bits = record.remoteAddress
    let isMapped = record.family == .inet6 && bits.isMappedIPv4
    if record.family == .inet || isMapped {
      let length = min(max(0, ipv4), 32)
      let mask = length == 0 ? 0 : UInt32.max << UInt32(32 - length)
      AddressText.append(ipv4: (isMapped ? bits.mappedIPv4 : bits.word) & mask, to: &text)
      text.append("/")
      text.append(length)
    } else {
      let length = min(max(0, ipv6), 128)
      AddressText.append(ipv6: bits.prefix(length), to: &text)
      text.append("/")
      text.append(length)
    }
    return RawText(text.utf8)
  }
}

extension AddressBits {
  /// The first `length` (0 to 128) bits, the rest zero.
  fileprivate func prefix(_ length: Int) -> AddressBits {
    let upper = length >= 64 ? UInt64.max : length == 0 ? 0 : UInt64.max << UInt64(64 - length)
    let lower =
      length >= 128 ? UInt64.max : length <= 64 ? 0 : UInt64.max << UInt64(128 - length)
    return AddressBits(high: high & upper, low: low & lower)
  }
}
