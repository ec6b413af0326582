internal import SocketModel
internal import TextSafety

/// Where the socket lives: numbers of the kernel, interface, control group, namespace.
extension FieldTable {
  static let place: [FieldEntry] = [
    .number(
      .inode, "inode", "INODE", .identifier, 6...10, priority: 10,
      source: "inet_diag_msg.idiag_inode", help: "Inode of the socket's file."
    ) { record, _, _ in record.inode == 0 ? .nan : Double(record.inode) },
    .number(
      .cookie, "cookie", "COOKIE", .identifier, 6...12, priority: 5,
      source: "inet_diag_sockid.idiag_cookie", help: "The kernel's number of the socket.",
      writer: { row, text in
        if row.record.cookie == 0 { text.append("-") } else { text.append(hex: row.record.cookie) }
      },
      reader: { record, _, _ in record.cookie == 0 ? .nan : Double(record.cookie) }),
    .text(
      .dev, "dev", "DEV", 5...8, priority: 10, source: "inet_diag_sockid.idiag_if",
      help: "Interface that the socket is bound to.", reader: deviceText),
    .number(
      .mark, "mark", "MARK", .identifier, 6...10, priority: 5, source: "INET_DIAG_MARK",
      help: "Firewall mark; told to privileged users only.",
      writer: { row, text in
        guard row.record.known.contains(.mark) else { return text.append("-") }
        text.append("0x")
        text.append(hex: row.record.mark)
      },
      reader: { record, _, _ in known(record, .mark, record.mark) }),
    .text(
      .cgroup, "cgroup", "CGROUP", 12...30, priority: 9, source: "INET_DIAG_CGROUP_ID",
      help: "Path of the socket's control group.", reader: groupText),
    .text(
      .unit, "unit", "UNIT", 10...20, priority: 37, source: "INET_DIAG_CGROUP_ID",
      help: "Systemd unit of the socket's control group.",
      reader: { groupText($0).flatMap { ControlGroupPath(path: $0).unit } }),
    .text(
      .container, "container", "CONTAINER", 9...12, priority: 36, source: "INET_DIAG_CGROUP_ID",
      help: "Container of the socket's control group, 12 digits of its id.",
      reader: { groupText($0).flatMap { ControlGroupPath(path: $0).container } }),
    .text(
      .netns, "netns", "NETNS", 8...16, priority: 35, source: "/run/netns, /proc/PID/ns/net",
      help: "Network namespace; empty for that of topss itself.", reader: namespaceText),
  ]

  private static func deviceText(_ row: SocketRow) -> RawText? {
    let index = deviceIndex(of: row.record)
    guard index != 0 else { return nil }
    return row.context.names.device(index: index) ?? RawText(utf8: "if\(index)")
  }

  private static func deviceIndex(of record: SocketRecord) -> UInt32 {
    switch record.family {
    case .packet: record.localPort
    case .xdp: record.localAddress.word
    case .inet, .inet6, .unix, .netlink, .vsock, .tipc: record.interfaceIndex
    }
  }

  private static func groupText(_ row: SocketRow) -> RawText? {
    guard row.record.known.contains(.cgroup), row.record.cgroup != 0 else { return nil }
    return row.context.names.cgroup(id: row.record.cgroup)
  }

  private static func namespaceText(_ row: SocketRow) -> RawText? {
    let index = Int(row.record.namespace.rawValue)
    let namespaces = row.context.snapshot.namespaces
    guard index < namespaces.count else { return nil }
    return namespaces[index].name
  }
}
