internal import SockDiag
internal import SocketModel
internal import TextSafety

/// Where the sockets of a dump go.
protocol DumpSink {
  /// Takes one datagram of `session`.
  mutating func receive(
    _ datagram: RawSpan, _ origin: DatagramOrigin, in session: inout DumpSession
  ) -> DumpProgress

  /// Takes one socket that came from a file.
  mutating func append(_ record: SocketRecord, name: ArraySlice<UInt8>)
}

/// Keeps all records, for a snapshot, and hands on the details where somebody wants them.
struct RecordSink: DumpSink {
  var builder: SnapshotBuilder
  var eachDetail: ((SocketDetail) -> Void)?

  mutating func receive(
    _ datagram: RawSpan, _ origin: DatagramOrigin, in session: inout DumpSession
  ) -> DumpProgress {
    guard let eachDetail else {
      return session.receive(
        datagram, from: origin.port, truncated: origin.isTruncated, into: &builder)
    }
    return session.receive(
      datagram, from: origin.port, truncated: origin.isTruncated, into: &builder,
      each: eachDetail)
  }

  mutating func append(_ record: SocketRecord, name: ArraySlice<UInt8>) {
    builder.append(record, name: name)
  }
}

/// Hands the records of each datagram on and keeps none.
struct RecordStreamSink: DumpSink {
  private let each: (Snapshot) -> Void
  private var builder = SnapshotBuilder()

  init(readsGauges: Bool, each: @escaping (Snapshot) -> Void) {
    self.each = each
    builder.readsGauges = readsGauges
  }

  mutating func receive(
    _ bytes: RawSpan, _ origin: DatagramOrigin, in session: inout DumpSession
  ) -> DumpProgress {
    let progress = session.receive(
      bytes, from: origin.port, truncated: origin.isTruncated, into: &builder)
    handOn()
    return progress
  }

  mutating func append(_ record: SocketRecord, name: ArraySlice<UInt8>) {
    builder.append(record, name: name)
    handOn()
  }

  /// The storage goes round: a dump of any size needs that of one datagram.
  private mutating func handOn() {
    var part = Snapshot()
    let readsGauges = builder.readsGauges
    builder.move(into: &part)
    each(part)
    builder = SnapshotBuilder(recycling: part)
    builder.readsGauges = readsGauges
  }
}

/// Hands every socket on in full detail and keeps none.
struct DetailSink: DumpSink {
  private let each: (SocketDetail) -> Void
  private let datagram: ((RawSpan) -> Void)?
  /// Lends its storage to one datagram after another.
  private var scratch = SnapshotBuilder()

  init(each: @escaping (SocketDetail) -> Void, datagram: ((RawSpan) -> Void)?) {
    self.each = each
    self.datagram = datagram
  }

  mutating func receive(
    _ bytes: RawSpan, _ origin: DatagramOrigin, in session: inout DumpSession
  ) -> DumpProgress {
    scratch.removeAll()
    if origin.port == 0 { datagram?(bytes) }
    return session.receive(
      bytes, from: origin.port, truncated: origin.isTruncated, into: &scratch, each: each)
  }

  mutating func append(_ record: SocketRecord, name: ArraySlice<UInt8>) {
    var detail = SocketDetail(record: record)
    if !name.isEmpty { detail.name = RawText(name) }
    each(detail)
  }
}
