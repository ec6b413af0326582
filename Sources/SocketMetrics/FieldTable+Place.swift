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
      .cgroup, "cgroup", "CGROUP", 12...30, priority: 9,
      source: "INET_DIAG_CGROUP_ID, /proc/PID/cgroup",
      help: "Path of the socket's control group, else of its first owner's.",
      reader: { ownGroup(of: $0) ?? ownersGroup(of: $0)?.path }),
    .text(
      .unit, "unit", "UNIT", 10...20, priority: 37, source: "/proc/PID/cgroup, INET_DIAG_CGROUP_ID",
      help: "Systemd unit of the first owner, else of the socket's control group.",
      reader: { place(of: $0)?.unit }),
    .text(
      .container, "container", "CONTAINER", 9...12, priority: 36,
      source: "/proc/PID/cgroup, INET_DIAG_CGROUP_ID",
      help: "Container of the first owner: its name, or 12 digits of its id.",
      reader: { place(of: $0)?.container?.label }),
    .text(
      .runtime, "runtime", "RUNTIME", 7...10, priority: 5,
      source: "/proc/PID/cgroup, INET_DIAG_CGROUP_ID",
      help: "What runs the container: docker, podman, containerd, cri-o, lxc, nspawn, libvirt.",
      reader: { place(of: $0)?.container.map { RawText($0.runtime.title.utf8) } }),
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

  /// The control group that the socket was made in.
  private static func ownGroup(of row: SocketRow) -> RawText? {
    guard row.record.known.contains(.cgroup), row.record.cgroup != 0 else { return nil }
    return row.context.names.cgroup(id: row.record.cgroup)
  }

  /// The control group that the first owner is in.
  private static func ownersGroup(of row: SocketRow) -> CgroupPath? {
    row.firstOwner.flatMap { row.context.owners.groups[$0.pid] }
  }

  /// A socket may have been made by somebody else than who serves it now: the owner goes before.
  private static func place(of row: SocketRow) -> CgroupPath? {
    ownersGroup(of: row) ?? ownGroup(of: row).map { CgroupPath($0) }
  }

  private static func namespaceText(_ row: SocketRow) -> RawText? {
    let index = Int(row.record.namespace.rawValue)
    let namespaces = row.context.snapshot.namespaces
    guard index < namespaces.count else { return nil }
    return namespaces[index].name
  }
}
