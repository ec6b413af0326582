import Netlink
import SockDiag
import SocketMetrics
import SocketModel

/// Bytes of the kernel, or of a file that claims to be a recording.
enum FuzzReplies {
  private static let requests: [DumpRequest] =
    [SocketKind.tcp, .udp, .udpLite, .raw, .mptcp, .sctp, .dccp].map {
      .internet(InternetRequest(kind: $0, families: .inet))
    } + [
      .unix(UnixRequest()), .packet(PacketRequest()), .netlink(NetlinkRequest()),
      .vsock(VsockRequest()), .tipc(TIPCRequest()), .xdp(XDPRequest()),
    ]

  /// The first byte says which table answers; bit 7 whether the rest is one message's payload.
  static func run(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let request = requests[Int(first & 0x7f) % requests.count]
    let rest = Array(bytes.dropFirst())
    feed(first & 0x80 == 0 ? rest : message(rest), request)
  }

  /// A whole message of the type and sequence that the session waits for.
  private static func message(_ payload: [UInt8]) -> [UInt8] {
    var message = NetlinkMessageBuilder(type: 20, flags: .multipart, sequence: 77, port: 4242)
    message.append(bytes: payload)
    return message.bytes
  }

  private static func feed(_ bytes: [UInt8], _ request: DumpRequest) {
    let span = unsafe bytes.span.bytes
    var session = DumpSession(request, sequence: 77, port: 4242)
    var builder = SnapshotBuilder()
    var details: [SocketDetail] = []
    _ = session.receive(span, into: &builder) { details.append($0) }
    demand(builder.records.count == details.count, "a record without its detail")
    var events = DestroyEventReader()
    while events.next(in: span) != nil {}
    var replies = SingleReplyReader(port: 4242)
    while replies.next(in: span) != nil {}
    var file: [UInt8] = []
    DumpFileWriter.append(span, to: &file)
    demand(file.count <= bytes.count + 4, "a dump file grew")
    var reader = DumpFileReader()
    _ = reader.read(span, into: &builder, details: &details)
    show(builder.records)
  }

  /// Two samples of the records, and every field of every row as text.
  private static func show(_ records: [SocketRecord]) {
    var sampler = Sampler()
    for second in 1...2 as ClosedRange<UInt64> {
      var snapshot = Snapshot()
      snapshot.time = MonotonicTime(nanoseconds: second &* 1_000_000_000)
      snapshot.records = records
      let sample = sampler.finish(sampler.prepare(snapshot).map { _ in .gone })
      let context = RowContext(
        snapshot: sample.snapshot, owners: OwnerTable(), names: TestNames())
      for (record, metric) in zip(sample.snapshot.records, sample.metrics).prefix(8) {
        let row = SocketRow(record: record, metric: metric, context: context)
        for field in SocketField.allCases { FuzzText.check(row, field) }
      }
    }
  }
}
