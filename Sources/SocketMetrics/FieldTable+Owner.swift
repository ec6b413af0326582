internal import SocketModel
internal import TextSafety

/// Who holds the socket.
extension FieldTable {
  static let owner: [FieldEntry] = [
    .text(
      .proc, "proc", "PROCESS", 10...20, priority: 80, source: "/proc/PID/comm, /proc/PID/fd",
      help: "Name and pid of the first process that holds the socket, and how many more do.",
      writer: writeProcess, reader: { $0.firstOwner?.command }),
    .number(
      .pid, "pid", "PID", .identifier, 5...7, priority: 40, source: "/proc/PID/fd",
      help: "Process id of the first owner.", reader: { _, _, _ in .nan }
    ).reading { row in row.firstOwner.map { Double($0.pid) } ?? .nan },
    .number(
      .fd, "fd", "FD", .identifier, 3...5, priority: 5, source: "/proc/PID/fd",
      help: "Number of the socket's descriptor in the first owner.", reader: { _, _, _ in .nan }
    ).reading { row in row.firstOwner.map { Double($0.descriptor) } ?? .nan },
    .text(
      .user, "user", "USER", 8...10, priority: 39, source: "idiag_uid, names of the system",
      help: "User who made the socket.", writer: writeUser, reader: userText),
    .number(
      .uid, "uid", "UID", .identifier, 5...7, priority: 15, source: "inet_diag_msg.idiag_uid",
      help: "Number of the user who made the socket; unknown for TIME-WAIT and SYN-RECV."
    ) { record, metric, _ in (record.ownerUID ?? metric.ownerUID).map { Double($0) } ?? .nan },
    .text(
      .cmd, "cmd", "COMMAND", 10...30, priority: 5, source: "/proc/PID/cmdline",
      help: "Command line of the first owner, its name until that is read.",
      reader: { row in
        row.firstOwner.map { row.context.commandLines[$0.pid] ?? $0.command }
      }),
    .text(
      .peerProc, "peer_proc", "PEER-PROCESS", 12...20, priority: 34,
      source: "unix_diag peer, sockets of this host, /proc/PID/fd",
      help: "Name and pid of the first process at the other end, if that is on this host.",
      writer: { row, text in
        if let other = row.otherEnd { writeProcess(other, to: &text) } else { text.append("-") }
      },
      reader: { $0.otherEnd?.firstOwner?.command }),
    .number(
      .peerPid, "peer_pid", "PEER-PID", .identifier, 8...8, priority: 4,
      source: "unix_diag peer, sockets of this host, /proc/PID/fd",
      help: "Process id of the first process at the other end, if that is on this host.",
      reader: { _, _, _ in .nan }
    ).reading { row in row.otherEnd?.firstOwner.map { Double($0.pid) } ?? .nan },
  ]

  /// `nginx[812] +3`; in parentheses an owner that has ended or may not be seen, with `?` one that is
  /// taken from the only listener.
  private static func writeProcess(_ row: SocketRow, to text: inout SafeText) {
    switch row.owners {
    case .nobody, .pending: text.append("-")
    case .notPermitted: text.append("(hidden)")
    case .owners(let owners):
      guard let first = owners.first else { return text.append("-") }
      if first.hasEnded { text.append("(") }
      text.append(first.command)
      text.append("[")
      text.append(first.pid)
      text.append(first.hasEnded ? "])" : "]")
      if row.metric.ownerIsGuess { text.append("?") }
      let others = Set(owners.map(\.pid)).count - 1
      guard others > 0 else { return }
      text.append(" +")
      text.append(others)
    }
  }

  private static func userText(_ row: SocketRow) -> RawText? {
    row.ownerUID.map { uid in row.context.names.user(uid: uid) ?? RawText(utf8: String(uid)) }
  }

  private static func writeUser(_ row: SocketRow, to text: inout SafeText) {
    guard let uid = row.ownerUID else { return text.append("-") }
    if row.context.isNumeric { return text.append(uid) }
    if let name = row.context.names.user(uid: uid) { text.append(name) } else { text.append(uid) }
  }
}
