package import SocketModel
internal import TextSafety

/// One snapshot of several namespaces.
extension Snapshot {
  /// Adds the sockets of another namespace's snapshot, marked as its own. `time`, `host` and the
  /// namespaces' names stay.
  package mutating func append(_ other: Snapshot, as namespace: NamespaceID) {
    let start = UInt32(exactly: names.count)
    let fits = start != nil && UInt32(exactly: names.count + other.names.count) != nil
    if fits { names += other.names }
    append(gauges: other.gauges, of: other.records.count)
    let controls = other.congestionNames.map { congestionIndex(of: $0) }
    records.reserveCapacity(records.count + other.records.count)
    for record in other.records {
      var record = record
      record.namespace = namespace
      record.name = moved(record.name, by: fits ? start : nil)
      let control = Int(record.congestionControl)
      record.congestionControl = control < controls.count ? controls[control] : 0
      records.append(record)
    }
    for (kind, part) in other.coverage {
      coverage[kind] = coverage[kind].map { $0.joined(with: part) } ?? part
    }
    for var event in other.destroyed {
      event.record.namespace = namespace
      destroyed.append(event)
    }
    destroyEvents = destroyEvents.joined(with: other.destroyEvents)
  }

  /// Adds the gauges of `count` records, before those are added.
  private mutating func append(gauges others: [SocketGauges?], of count: Int) {
    guard !gauges.isEmpty || !others.isEmpty else { return }
    while gauges.count < records.count { gauges.append(nil) }
    gauges += others
    while gauges.count < records.count + count { gauges.append(nil) }
  }

  private func moved(_ range: NameRange, by start: UInt32?) -> NameRange {
    guard range.length > 0, let start else { return NameRange() }
    return NameRange(offset: range.offset &+ start, length: range.length)
  }

  /// The index of a congestion control's name here; 0, "not known", when there are over 255.
  private mutating func congestionIndex(of name: RawText) -> UInt8 {
    if let index = congestionNames.firstIndex(of: name) { return UInt8(clamping: index) }
    guard let index = UInt8(exactly: congestionNames.count) else { return 0 }
    congestionNames.append(name)
    return index
  }
}

extension DestroyEventStatus {
  /// What both together hear: the lesser of the two.
  func joined(with other: DestroyEventStatus) -> DestroyEventStatus {
    switch (self, other) {
    case (.pausedAboveRate, _), (_, .pausedAboveRate): .pausedAboveRate
    case (.off, _), (_, .off): .off
    case (.on(let some), .on(let more)): .on(lost: some &+ more)
    }
  }
}
