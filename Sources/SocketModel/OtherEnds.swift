/// Which socket of a snapshot is at the other end of which: the peer of a unix socket, the other
/// side of a connection within one namespace.
///
/// Unix sockets are paired by inode, which one host has but once, so their ends may stand in two
/// namespaces; addresses mean something within a namespace only.
package struct OtherEnds: Sendable {
  /// A socket that may be an other end, by the hash of what it is asked for with.
  struct Entry: Sendable {
    var row: UInt32
    /// The entry before with the same place in `heads`, counted from 1; 0 for none.
    var next: UInt32
    /// Of the hash what the place in `heads` does not tell: it keeps records from being read.
    var tag: UInt32

    static func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 31) }
  }

  private(set) var heads: [UInt32] = []
  private(set) var entries: [Entry] = []

  /// Knows of no other end.
  package init() {}

  /// The other ends of everything among the first `count` of `records` (nil for all).
  /// O(sockets), a hash each.
  package init(of records: [SocketRecord], count: Int? = nil) {
    let count = min(count ?? records.count, records.count)
    var size = 64
    // Two places a socket at least: an entry behind another is one more that has to be read.
    while size < count * 2, size < 1 << 24 { size *= 2 }
    heads = Array(repeating: 0, count: size)
    for row in 0..<count { insert(row, hash: Self.hash(of: records, row)) }
  }

  /// The other ends of `wanted` only, looked for among the first `count` of `records`: one pass
  /// that keeps next to nothing.
  package init(of wanted: [SocketRecord], among records: [SocketRecord], count: Int? = nil) {
    self.init(of: wanted, among: records, OtherEndPlaces(of: records, count: count))
  }

  /// The same, among those of `records` that have places in `places`, which are kept.
  package init(
    of wanted: [SocketRecord], among records: [SocketRecord], _ places: OtherEndPlaces
  ) {
    // Of nearly all sockets the ports say enough: hashing them takes three times as long.
    let rows = places.rows(atOtherEndsOf: wanted)
    guard !rows.isEmpty else { return }
    heads = Array(repeating: 0, count: 4096)
    for row in rows where Int(row) < records.count {
      insert(Int(row), hash: Self.hash(of: records, Int(row)))
    }
  }

  /// The row in `records` (those that this was made of) of the socket at the other end of `record`.
  /// Nil when it is elsewhere or closed, when it was not asked for, and when there is more than one
  /// that it could be.
  package func row(of record: SocketRecord, in records: [SocketRecord]) -> Int? {
    let only = CollectionOfOne(record)
    return row(of: only.span, 0, hash: Self.hash(otherEndOf: only.span, 0), in: records)
  }

  /// The same of one row of `asked`; `hash` is that of its other end.
  func row(
    of asked: Span<SocketRecord>, _ row: Int, hash: UInt64, in records: [SocketRecord]
  ) -> Int? {
    switch asked[row].kind {
    case .unixStream, .unixDatagram, .unixSequenced:
      let inode = asked[row].remotePort
      return only(hash, in: records) {
        guard case .unix = records[$0].family else { return false }
        return records[$0].localPort == inode
      }
    case .tcp, .udp, .udpLite, .sctp, .dccp, .mptcp:
      guard asked[row].remotePort != 0, asked[row].localPort != 0 else { return nil }
      return internetRow(of: Connection(asked, row), hash: hash, in: records)
    case .raw, .packetRaw, .packetDatagram, .netlink, .vsockStream, .vsockDatagram, .tipcStream,
      .tipcDatagram, .tipcReliable, .tipcSequenced, .xdp:
      return nil
    }
  }

  private func internetRow(
    of connection: Connection, hash: UInt64, in records: [SocketRecord]
  ) -> Int? {
    // Connected to itself: there is no other socket.
    guard !connection.isToItself else { return nil }
    let found = only(hash, in: records) { row in
      guard records[row].localPort == connection.remotePort,
        records[row].remotePort == connection.localPort,
        records[row].kind.rawValue == connection.kind.rawValue,
        records[row].namespace.rawValue == connection.namespace.rawValue,
        PlainAddress(records[row].localAddress, records[row].family) == connection.remote
      else { return false }
      return PlainAddress(records[row].remoteAddress, records[row].family) == connection.local
    }
    guard found == nil, connection.kind.isDatagram, connection.remote.isLoopback else {
      return found
    }
    // A server of datagrams has no peer itself; on loopback nobody else can be meant.
    let server = Self.hash(server: connection.remotePort, connection.namespace)
    return only(server, in: records) { row in
      let other = records[row]
      return other.localPort == connection.remotePort && other.remotePort == 0
        && other.kind == connection.kind && other.namespace == connection.namespace
        && other.takes(connection.remote)
    }
  }

  /// The one row that fits; nil for none and for several. Closures read fields in their places:
  /// a record is large.
  @inline(__always)
  private func only(
    _ hash: UInt64, in records: [SocketRecord], where fits: (Int) -> Bool
  ) -> Int? {
    guard hash != 0, !heads.isEmpty else { return nil }
    let tag = Entry.tag(hash)
    var found: Int?
    var next = heads[Int(hash & UInt64(heads.count &- 1))]
    while next != 0 {
      let entry = entries[Int(next) &- 1]
      next = entry.next
      guard entry.tag == tag, Int(entry.row) < records.count, fits(Int(entry.row)) else { continue }
      guard found == nil else { return nil }
      found = Int(entry.row)
    }
    return found
  }

  private mutating func insert(_ row: Int, hash: UInt64) {
    guard hash != 0 else { return }
    let place = Int(hash & UInt64(heads.count &- 1))
    entries.append(Entry(row: UInt32(clamping: row), next: heads[place], tag: Entry.tag(hash)))
    heads[place] = UInt32(clamping: entries.count)
  }
}

/// By what sockets are found. A hash is never 0; 0 stands for "cannot be anybody's other end".
extension OtherEnds {
  private static func hash(of records: [SocketRecord], _ row: Int) -> UInt64 {
    let local = records[row].localPort
    switch records[row].family {
    case .unix: return hash(unix: local)
    case .inet, .inet6:
      guard local != 0 else { return 0 }
      guard records[row].remotePort != 0 else {
        let namespace = records[row].namespace
        return records[row].kind.isDatagram ? hash(server: local, namespace) : 0
      }
      let family = records[row].family
      return hash(
        word(records[row].localAddress, family), local,
        word(records[row].remoteAddress, family), records[row].remotePort)
    case .packet, .netlink, .vsock, .tipc, .xdp: return 0
    }
  }

  private static func hash(unix inode: UInt32) -> UInt64 {
    inode == 0 ? 0 : mixed(UInt64(inode) | 1 << 40)
  }

  private static func hash(server port: UInt32, _ namespace: NamespaceID) -> UInt64 {
    mixed(UInt64(port) | UInt64(namespace.rawValue) << 40 | 1 << 60)
  }

  /// 0 as well for what has no other end.
  static func hash(otherEndOf records: Span<SocketRecord>, _ row: Int) -> UInt64 {
    switch records[row].family {
    case .unix: return hash(unix: records[row].remotePort)
    case .inet, .inet6:
      let family = records[row].family
      guard records[row].remotePort != 0, records[row].localPort != 0 else { return 0 }
      return hash(
        word(records[row].remoteAddress, family), records[row].remotePort,
        word(records[row].localAddress, family), records[row].localPort)
    case .packet, .netlink, .vsock, .tipc, .xdp: return 0
    }
  }

  private static func hash(
    _ local: UInt64, _ localPort: UInt32, _ remote: UInt64, _ remotePort: UInt32
  ) -> UInt64 {
    let ports = UInt64(localPort) << 32 | UInt64(remotePort)
    return mixed(ports ^ mixed(local &+ mixed(remote)))
  }

  /// A number for an address, the same for an IPv4 address and its mapped form.
  private static func word(_ bits: AddressBits, _ family: AddressFamily) -> UInt64 {
    if family == .inet { return UInt64(bits.word) }
    return bits.isMappedIPv4 ? UInt64(bits.mappedIPv4) : mixed(bits.high) ^ bits.low
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var mixed = value &* 0x9e37_79b9_7f4a_7c15
    mixed ^= mixed >> 29
    mixed = mixed &* 0xbf58_476d_1ce4_e5b9
    mixed ^= mixed >> 32
    return mixed | 1 << 63
  }
}

extension Snapshot {
  /// The row of the socket at the other end of `record`, see `OtherEnds`. O(sockets).
  package func otherEnd(of record: SocketRecord) -> Int? {
    OtherEnds(of: [record], among: records).row(of: record, in: records)
  }
}

extension SocketKind {
  // A pattern, not `==`: of elements of a span that breaks the optimiser.
  var isDatagram: Bool {
    if case .udp = self { return true }
    if case .udpLite = self { return true }
    return false
  }
}

/// What a connection is told apart by.
private struct Connection {
  let kind: SocketKind
  let namespace: NamespaceID
  let localPort: UInt32
  let remotePort: UInt32
  let local: PlainAddress
  let remote: PlainAddress

  init(_ records: Span<SocketRecord>, _ row: Int) {
    kind = records[row].kind
    namespace = records[row].namespace
    localPort = records[row].localPort
    remotePort = records[row].remotePort
    local = PlainAddress(records[row].localAddress, records[row].family)
    remote = PlainAddress(records[row].remoteAddress, records[row].family)
  }

  var isToItself: Bool { localPort == remotePort && local == remote }
}

extension SocketRecord {
  /// Whether a bound socket without a peer receives what is sent to `address`.
  fileprivate func takes(_ address: PlainAddress) -> Bool {
    if PlainAddress(localAddress, family) == address { return true }
    guard localAddress.isZero else { return false }
    guard family == .inet6 else { return address.isIPv4 }
    return !address.isIPv4 || !known.contains(.v6Only)
  }
}

/// An address in which IPv4 is one thing, whether a socket of IPv4 or of IPv6 has it.
private struct PlainAddress: Equatable {
  var bits: AddressBits
  var isIPv4: Bool

  init(_ bits: AddressBits, _ family: AddressFamily) {
    let isMapped = family == .inet6 && bits.isMappedIPv4
    isIPv4 = isMapped || family == .inet
    self.bits = isMapped ? AddressBits(word: bits.mappedIPv4) : bits
  }

  /// 127.0.0.0/8 and ::1.
  var isLoopback: Bool {
    isIPv4 ? bits.word >> 24 == 127 : bits.high == 0 && bits.low == 1
  }
}
