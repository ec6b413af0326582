package import SocketModel
package import TextSafety

/// One socket as a row sees it: what the kernel told, what was derived, and where names come from.
package struct SocketRow: Sendable {
  package var record: SocketRecord
  package var metric: SocketMetric
  /// What is told on demand; nil where nobody asked.
  package var gauges: SocketGauges?
  package var context: RowContext

  package init(
    record: SocketRecord, metric: SocketMetric, gauges: SocketGauges? = nil, context: RowContext
  ) {
    self.record = record
    self.metric = metric
    self.gauges = gauges
    self.context = context
  }

  /// Who holds the socket, or held it when it was last seen with a file.
  package var owners: OwnerKnowledge {
    context.owners.owners(ofInode: metric.ownerInode != 0 ? metric.ownerInode : record.inode)
  }

  /// The owner shown first; nil when there is none or it is not known.
  package var firstOwner: SocketOwner? {
    guard case .owners(let owners) = owners else { return nil }
    return owners.first
  }

  /// The owner's uid, or that of before the socket lost its file; nil when not known.
  package var ownerUID: UInt32? { record.ownerUID ?? metric.ownerUID }

  /// The socket at the other end, when it is one of this host and surely the one.
  package var otherEnd: SocketRow? { context.others?.row(at: record, context) }

  /// The name of a unix socket; empty for none.
  package var name: RawText {
    record.name.length == 0 ? RawText([]) : context.snapshot.name(of: record)
  }

  /// The name of a unix socket's peer; nil when it has none or is not known.
  package var peerName: RawText? {
    guard record.family == .unix, record.remotePort != 0, let name = otherEnd?.name else {
      return nil
    }
    return name.isEmpty ? nil : name
  }

  /// Both address and port of an end, as a cell shows them.
  func text(of end: SocketEnd) -> RawText? {
    var text = SafeText()
    let field = end == .local ? SocketField.local : .peer
    field.write(self, to: &text)
    return RawText(text.utf8)
  }
}

/// Finds the socket at the other end of a row, among all sockets of a sample.
package struct OtherEndFinder: Sendable {
  /// In one piece: rows carry it with them.
  private final class Content: Sendable {
    let snapshot: Snapshot
    let metrics: [SocketMetric]
    let ends: OtherEnds

    init(_ sample: Sample, _ ends: OtherEnds) {
      snapshot = sample.snapshot
      metrics = sample.metrics
      self.ends = ends
    }
  }

  private let content: Content

  /// A finder for all rows of `sample`, whose first `count` records are alive (nil for all).
  package init(_ sample: Sample, count: Int? = nil) {
    content = Content(sample, OtherEnds(of: sample.snapshot.records, count: count))
  }

  /// A finder for `wanted` alone, in much less time; `places` are those of the records of `sample`
  /// that are alive.
  package init(_ sample: Sample, wanted: [SocketRecord], _ places: OtherEndPlaces) {
    content = Content(sample, OtherEnds(of: wanted, among: sample.snapshot.records, places))
  }

  /// Names of unix sockets, among them those of the other ends.
  package var names: [UInt8] { content.snapshot.names }

  /// Of each row of `sample` the place of the socket at its other end, -1 for none; nothing where
  /// the finder is not of this sample, or not for all of its rows.
  package func places(ofAll sample: Sample) -> [Int32] {
    let (asked, own) = (sample.snapshot.records, content.snapshot.records)
    let isSame = asked.span.isIdentical(to: own.span)
    return isSame ? content.ends.rows : []
  }

  /// The place of the socket at the other end of `record`; -1 for none.
  package func place(of record: SocketRecord) -> Int32 {
    Int32(clamping: content.ends.row(of: record, in: content.snapshot.records) ?? -1)
  }

  /// Sets `inodes` at each place whose bit is set in `rows` to the inode by which the owners of the
  /// socket at the place in `places` are known; 0 for none. For loops over all sockets.
  package func ownerInodes(at places: [Int32], of rows: UInt64, to inodes: inout [UInt32]) {
    let (records, metrics) = (content.snapshot.records, content.metrics)
    var rest = rows
    while rest != 0 {
      let row = rest.trailingZeroBitCount
      rest &= rest &- 1
      guard let place = UInt32(exactly: places[row]).map(Int.init), place < records.count else {
        inodes[row] = 0
        continue
      }
      inodes[row] = records[place].inode
      guard inodes[row] == 0, place < metrics.count else { continue }
      inodes[row] = metrics[place].ownerInode
    }
  }

  /// Where the unix name of the socket at `place` stands in `names`.
  package func name(at place: Int) -> NameRange { content.snapshot.records[place].name }

  /// The row at the other end of `record`; nil when there is none, or none that is surely it.
  func row(at record: SocketRecord, _ context: RowContext) -> SocketRow? {
    guard let row = content.ends.row(of: record, in: content.snapshot.records),
      row < content.metrics.count
    else { return nil }
    var context = context
    context.snapshot = content.snapshot
    return SocketRow(
      record: content.snapshot.records[row], metric: content.metrics[row],
      gauges: content.snapshot.gauges(at: row), context: context)
  }
}
