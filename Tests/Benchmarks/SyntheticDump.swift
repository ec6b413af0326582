internal import Netlink
internal import SockDiag
internal import SocketModel

/// The kernel's answer to a dump of TCP with INFO and SKMEMINFO, made up as Linux 6.18 sends it:
/// established connections over IPv4 and IPv6, some listeners, batches of 32 KiB. The same `count`
/// and `round` always give the same bytes.
struct SyntheticDump {
  /// The datagrams, without the one that holds `NLMSG_DONE`.
  private(set) var datagrams: [[UInt8]] = []
  let count: Int

  /// Bytes of a message: header, `inet_diag_msg`, four small attributes that nobody asked for, nine
  /// words of memory, a `tcp_info` of 280 bytes.
  private static let messageBytes = 448
  private static let batchBytes = 32 * 1024
  private static let sequence: UInt32 = 7
  private static let port: UInt32 = 4711

  /// `round` makes the counters of one connection in ten grow.
  init(count: Int, round: Int) {
    self.count = count
    var batch: [UInt8] = []
    for index in 0..<count {
      if batch.count + Self.messageBytes > Self.batchBytes {
        datagrams.append(batch)
        batch.removeAll()
      }
      Self.append(index, round: round, to: &batch)
    }
    datagrams.append(batch)
  }

  /// Reads the answer as a poll does. `fromCache` reads its first datagrams again and again instead
  /// of the later ones: a poll finds its bytes where the kernel has just put them.
  func decode(into builder: inout SnapshotBuilder, fromCache: Bool = false) {
    let request = DumpRequest.internet(InternetRequest(kind: .tcp, families: .both))
    var session = DumpSession(request, sequence: Self.sequence, port: Self.port)
    for number in datagrams.indices {
      let datagram = datagrams[fromCache ? number % 8 : number]
      guard unsafe session.receive(datagram.span.bytes, into: &builder) == .more else { return }
    }
    unsafe _ = session.receive(Self.done.span.bytes, into: &builder)
  }

  /// The snapshot of the answer, `seconds` after the clock began.
  func snapshot(at seconds: UInt64) -> Snapshot {
    var builder = SnapshotBuilder(capacity: count + count / 8)
    decode(into: &builder)
    var snapshot = Snapshot()
    builder.move(into: &snapshot)
    snapshot.time = MonotonicTime(nanoseconds: seconds &* 1_000_000_000)
    snapshot.coverage = [.tcp: .complete]
    return snapshot
  }

  private static let done: [UInt8] = {
    var message = NetlinkMessageBuilder(type: 3, flags: .multipart, sequence: sequence, port: port)
    message.append(UInt32(0))
    return message.bytes
  }()

  private static func append(_ index: Int, round: Int, to batch: inout [UInt8]) {
    var message = PatchedBytes(count: messageBytes)
    message.put(UInt32(messageBytes), at: 0)
    message.put(UInt16(18), at: 4)
    message.put(NetlinkFlags.multipart.rawValue, at: 6)
    message.put(sequence, at: 8)
    message.put(port, at: 12)
    putSocket(index, into: &message)
    putAttributes(index, into: &message)
    putInfo(index, round: round, into: &message)
    batch += message.bytes
  }

  /// `struct inet_diag_msg`, behind the header.
  private static func putSocket(_ index: Int, into message: inout PatchedBytes) {
    let number = UInt32(index)
    let isIPv6 = index % 4 == 3
    message.put(UInt8(isIPv6 ? 10 : 2), at: 16)
    message.put(UInt8(index % 50 == 0 ? 10 : 1), at: 17)
    message.put(UInt16(20_000 + index % 20_000).bigEndian, at: 20)
    message.put(UInt16(index % 3 == 0 ? 443 : 8080).bigEndian, at: 22)
    if isIPv6 {
      message.put(UInt32(0x2001_0db8).bigEndian, at: 24)
      message.put(UInt32(0x2001_0db8).bigEndian, at: 40)
    }
    message.put((0x0a00_0000 + number / 20_000).bigEndian, at: isIPv6 ? 36 : 24)
    message.put((0x0a01_0000 + number).bigEndian, at: isIPv6 ? 52 : 40)
    message.put(0x1000 + UInt64(index) &* 3, at: 60)
    message.put(UInt32(number % 64 == 0 ? 4096 : 0), at: 72)
    message.put(1000 + number % 3, at: 80)
    message.put(10_000 + number, at: 84)
  }

  /// The attributes' headers, and what they tell but for `tcp_info`.
  private static func putAttributes(_ index: Int, into message: inout PatchedBytes) {
    var place = 88
    // Shutdown, mark, control group, options, memory, `tcp_info`: as many bytes of each.
    for (type, count) in [(8, 1), (15, 4), (21, 8), (22, 2), (7, 36), (2, 280)] {
      message.put(UInt16(count + 4), at: place)
      message.put(UInt16(type), at: place + 2)
      place += 4 + (count + 3) / 4 * 4
    }
    message.put(UInt64(index % 40 + 1), at: 108)
    message.put(UInt32(131_072), at: 132)
    message.put(UInt32(2_626_560), at: 140)
  }

  /// `struct tcp_info`, behind the attribute's header.
  private static func putInfo(_ index: Int, round: Int, into message: inout PatchedBytes) {
    let start = 168
    let number = UInt32(index)
    let bytes = UInt64(index) &* 1000 &+ (index % 10 == 0 ? UInt64(round) &* 50_000 : 0)
    message.put(UInt32(204_000), at: start + 8)
    message.put(UInt32(1448), at: start + 16)
    message.put(number % 5000, at: start + 44)
    message.put(number % 4000, at: start + 52)
    message.put(200 + number % 90_000, at: start + 68)
    message.put(10 + number % 500, at: start + 72)
    message.put(UInt32(0x7fff_ffff), at: start + 76)
    message.put(UInt32(10), at: start + 80)
    message.put(number % 7, at: start + 100)
    message.put(UInt64.max, at: start + 104)
    message.put(bytes, at: start + 120)
    message.put(bytes / 2, at: start + 128)
    message.put(number, at: start + 136)
    message.put(UInt64(1_250_000), at: start + 160)
    message.put(bytes, at: start + 168)
    message.put(bytes, at: start + 200)
    message.put(UInt32(65_536), at: start + 228)
  }
}

/// Bytes of a fixed count, zero where nothing was put.
private struct PatchedBytes {
  private(set) var bytes: [UInt8]

  init(count: Int) { bytes = [UInt8](repeating: 0, count: count) }

  /// Stores `value` in the order of this (little-endian) machine.
  mutating func put(_ value: some FixedWidthInteger & UnsignedInteger, at offset: Int) {
    var rest = UInt64(truncatingIfNeeded: value)
    for place in 0..<(value.bitWidth / 8) {
      bytes[offset + place] = UInt8(truncatingIfNeeded: rest)
      rest >>= 8
    }
  }
}
