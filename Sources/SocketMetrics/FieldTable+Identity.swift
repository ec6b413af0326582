internal import SocketModel
internal import TextSafety

/// What a socket is and which two ends it joins.
extension FieldTable {
  static let identity: [FieldEntry] = [
    .text(
      .netid, "netid", "NETID", 3...5, priority: 60, source: "sock_diag table",
      help: "Protocol or type of the socket, as ss calls it."
    ) { RawText($0.record.netid.utf8) },
    .text(
      .state, "state", "STATE", 6...10, priority: 90, source: "inet_diag_msg.idiag_state",
      help: "State of the connection; UNCONN for a socket without one."
    ) { RawText($0.record.state.title.utf8) },
    .number(
      .recvq, "recvq", "RECV-Q", .bytes, 6...6, priority: 70, source: "idiag_rqueue",
      help: "Bytes received that the process has not read; connections waiting, if LISTEN.",
      writer: { writeQueue($0, $0.record.receiveQueue, to: &$1) },
      reader: { record, _, _ in known(record, .queues, record.receiveQueue) }),
    .number(
      .sendq, "sendq", "SEND-Q", .bytes, 6...6, priority: 69, source: "idiag_wqueue",
      help: "Bytes that the peer has not acknowledged; limit of waiting connections, if LISTEN.",
      writer: { writeQueue($0, $0.record.sendQueue, to: &$1) },
      reader: { record, _, _ in known(record, .queues, record.sendQueue) }),
    .text(
      .local, "local", "LOCAL", 15...21, priority: 95, source: "idiag_src, idiag_sport",
      help: "Local address and port.", writer: { writeEnd(.local, of: $0, to: &$1) },
      reader: { $0.text(of: .local) }),
    .text(
      .peer, "peer", "PEER", 15...21, priority: 100, source: "idiag_dst, idiag_dport",
      help: "Address and port of the other end.", writer: { writeEnd(.peer, of: $0, to: &$1) },
      reader: { $0.text(of: .peer) }),
    .text(
      .src, "src", "SRC", 9...15, priority: 20, source: "inet_diag_sockid.idiag_src",
      help: "Local address; name of a unix socket."
    ) { addressText(.local, of: $0) },
    .number(
      .sport, "sport", "SPORT", .identifier, 5...5, priority: 19, source: "idiag_sport",
      help: "Local port; inode of a unix socket."
    ) { record, _, _ in port(.local, of: record) },
    .text(
      .dst, "dst", "DST", 9...15, priority: 22, source: "inet_diag_sockid.idiag_dst",
      help: "Address of the other end; name of a unix socket's peer."
    ) { addressText(.peer, of: $0) },
    .number(
      .dport, "dport", "DPORT", .identifier, 5...5, priority: 21, source: "idiag_dport",
      help: "Port of the other end; inode of a unix socket's peer."
    ) { record, _, _ in port(.peer, of: record) },
    .text(
      .family, "family", "FAMILY", 4...7, priority: 5, source: "sdiag_family",
      help: "Address family: inet, inet6, unix, packet, netlink, vsock, tipc or xdp."
    ) { RawText(familyName($0.record.family).utf8) },
  ]

  /// A queue: bytes with units, or the plain count of connections of a listener.
  private static func writeQueue(
    _ row: SocketRow, _ value: UInt32, to text: inout SafeText
  ) {
    guard row.record.known.contains(.queues) else { return text.append("-") }
    let unit: FieldUnit = row.record.state == .listen ? .count : .bytes
    unit.write(Double(value), to: &text)
  }

  /// Of a unix socket's peer `ss` tells the inode only; its name is that of the socket there.
  private static func writeEnd(_ end: SocketEnd, of row: SocketRow, to text: inout SafeText) {
    if end == .peer, let name = row.peerName {
      text.append(AddressText.unixName(name))
      text.append(" ")
      return text.append(row.record.remotePort)
    }
    row.context.addresses.append(end, of: row.record, name: row.name, to: &text)
  }

  /// The bare address, without brackets, device and port; nil where the end has none.
  private static func addressText(_ end: SocketEnd, of row: SocketRow) -> RawText? {
    let record = row.record
    var text = SafeText()
    switch record.family {
    case .inet: AddressText.append(ipv4: record.address(of: end).word, to: &text)
    case .inet6: AddressText.append(ipv6: record.address(of: end), to: &text)
    case .unix:
      let name = end == .local ? row.name : row.peerName ?? RawText([])
      return name.isEmpty ? nil : AddressText.unixName(name)
    case .packet, .netlink, .vsock, .tipc, .xdp:
      row.context.addresses.appendAddress(end, of: record, name: RawText([]), to: &text)
    }
    return RawText(text.utf8)
  }

  private static func port(_ end: SocketEnd, of record: SocketRecord) -> Double {
    if end == .peer, record.family == .netlink, !record.isNetlinkConnected { return .nan }
    return Double(record.port(of: end))
  }

  private static func familyName(_ family: AddressFamily) -> SafeText {
    switch family {
    case .inet: "inet"
    case .inet6: "inet6"
    case .unix: "unix"
    case .packet: "packet"
    case .netlink: "netlink"
    case .vsock: "vsock"
    case .tipc: "tipc"
    case .xdp: "xdp"
    }
  }
}
