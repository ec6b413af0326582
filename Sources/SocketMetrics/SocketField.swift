package import TextSafety

/// Every quantity that a row can show, sort by, filter on or export.
///
/// The one table of fields: columns, sort menu, filter, completion, JSON and CSV keys, help, manual
/// and README come from `definition`.
package enum SocketField: UInt8, CaseIterable, Sendable {
  case netid, state, recvq, sendq
  case local, peer
  case src, sport, dst, dport
  case rx, tx, traffic, rxBytes, txBytes
  case rtt, rttvar, minrtt, rto
  case retrans, retransRate, lost, unacked
  case cwnd, ssthresh, mss, sndwnd, notsent
  case cc, pacing, delivery
  case busy, limit, limitShare
  case segsIn, segsOut, lastSent, lastReceived, idle
  case timer, timerLeft
  case skmemRead, skmemReadLimit, skmemWrite, skmemWriteLimit, backlogMemory, drops, dropRate
  case backlog
  case proc, pid, fd, user, uid, cmd
  case peerProc, peerPid
  case inode, cookie, family, dev, mark, cgroup, unit, container, runtime, netns
  case age, stateAge

  /// The field's entry in the table.
  package var definition: FieldDefinition { entry.definition }

  /// The field with this identifier, or one of its other names (`recv-q`, `process`, `bytes_sent`);
  /// case does not matter and `-` stands for `_`. Nil for an unknown name.
  package init?(identifier: String) {
    let wanted = FieldNames.normalized(identifier.utf8)
    guard let field = FieldNames.fields[wanted] else { return nil }
    self = field
  }

  /// The other names under which `init(identifier:)` finds the field.
  package var aliases: [SafeText] { FieldNames.aliases[self] ?? [] }

  /// Whether the field may tell of the socket at the other end (`RowContext.others`).
  package var readsOtherEnd: Bool {
    self == .peerProc || self == .peerPid || self == .peer || self == .dst
  }

  var entry: FieldEntry { FieldTable.entries[Int(rawValue)] }
}

/// Names of fields, for look-up.
enum FieldNames {
  /// Identifiers and aliases in their normal form.
  static let fields: [[UInt8]: SocketField] = {
    var result: [[UInt8]: SocketField] = [:]
    for (field, names) in aliases {
      for name in names { result[normalized(name.utf8)] = field }
    }
    for field in SocketField.allCases {
      result[normalized(field.definition.identifier.utf8)] = field
    }
    return result
  }()

  static let aliases: [SocketField: [SafeText]] = [
    .recvq: ["recv-q", "rq"], .sendq: ["send-q", "sq"], .rxBytes: ["bytes_received"],
    .txBytes: ["bytes_sent"], .traffic: ["rate", "traffic"], .minrtt: ["minrtt"],
    .pacing: ["pacing"], .delivery: ["delivery"], .sndwnd: ["sndwnd"], .cc: ["congestion"],
    .lastSent: ["lastsnd"], .lastReceived: ["lastrcv"], .proc: ["process", "comm"],
    .cmd: ["cmdline", "command"], .dev: ["device", "interface", "iface"], .mark: ["fwmark"],
    .inode: ["ino"], .cookie: ["sk"], .netns: ["namespace"], .retrans: ["retr"],
    .stateAge: ["stateage"], .skmemRead: ["skmem_r"], .skmemReadLimit: ["skmem_rb"],
    .skmemWrite: ["skmem_t"], .skmemWriteLimit: ["skmem_tb"], .backlogMemory: ["skmem_bl"],
    .drops: ["skmem_d"], .netid: ["kind", "protocol", "proto"], .unit: ["service"],
    .peerProc: ["peer_process", "peer_comm"],
  ]

  static func normalized(_ name: some Sequence<UInt8>) -> [UInt8] {
    name.map { byte in
      switch byte {
      case 0x41...0x5a: byte | 0x20
      case 0x2d: 0x5f
      default: byte
      }
    }
  }
}
