package import TextSafety

/// All records of one instant, and how completely they are told.
package struct Snapshot: Sendable {
  /// When the dump ended.
  package var time = MonotonicTime(nanoseconds: 0)
  /// The same instant of the wall clock, in Unix seconds; for display only.
  package var wallClock: Double = 0
  /// One element per socket, in the kernel's order, tables in the order of `ss`.
  package var records: [SocketRecord] = []
  /// Of each record what is looked at on demand, nil for one that came without; empty where nobody
  /// asked for it. Read it by `gauges(at:)`.
  package var gauges: [SocketGauges?] = []
  /// Names of unix sockets, back to back; `SocketRecord.name` points into it. Abstract names keep
  /// their leading NUL.
  package var names: [UInt8] = []
  /// Names of congestion controls; index 0 is the empty name of "not known".
  package var congestionNames: [RawText] = [RawText([])]
  /// How each table was read; a table that was not asked for is absent.
  package var coverage: [SocketKind: TableCoverage] = [:]
  /// The namespaces that records point to; element 0 is the monitor's own.
  package var namespaces: [NetworkNamespaceName] = [NetworkNamespaceName(name: RawText([]))]
  /// The namespaces that were asked for and could not be entered, each by its name; nil when only
  /// the own one was asked for.
  package var unentered: UnenteredNamespaces?
  /// The host's own counters at the same instant; nil when they could not be read. Those of the
  /// network are counters of the monitor's own namespace.
  package var host: HostCounters?
  /// Sockets whose end the kernel announced since the last snapshot, with their final counters.
  package var destroyed: [DestroyedSocket] = []
  /// Announcements lost because the receive buffer was full, since the last snapshot; nil when it
  /// is known that some were lost but not how many.
  package var destroyEvents = DestroyEventStatus.off

  package init() {}

  /// The most records whose memory is worth keeping for the snapshot after the next: more of them
  /// would be half of what the program holds.
  package static let recycledRecords = 16_384

  /// Whether the kernel has no sockets of any of `tables`, rather than none at this instant; false
  /// where one of them was not asked for.
  package func lacks(_ tables: SocketTables) -> Bool {
    !tables.isEmpty
      && SocketKind.allCases.allSatisfy { kind in
        guard tables.contains(kind) else { return true }
        guard case .unavailable(let fault) = coverage[kind] else { return false }
        return fault.isLack
      }
  }

  /// The bytes of `record`'s name; empty for one without a name or a range outside the arena.
  package func name(of record: SocketRecord) -> RawText {
    let start = Int(record.name.offset)
    let end = start + Int(record.name.length)
    guard end <= names.count else { return RawText([]) }
    return RawText(names[start..<end])
  }

  /// The congestion control of `record`; nil when the kernel did not tell it.
  package func congestionName(of record: SocketRecord) -> RawText? {
    let index = Int(record.congestionControl)
    guard index > 0, index < congestionNames.count else { return nil }
    return congestionNames[index]
  }
}

/// How completely a table was read.
package enum TableCoverage: Hashable, Sendable {
  case complete
  /// The dump broke off or the kernel said that it is inconsistent; what came is shown.
  case incomplete(TableFault)
  /// Read from `/proc/net`: fewer fields.
  case fallback
  /// Neither sock_diag nor `/proc/net` has it.
  case unavailable(TableFault)
}

/// Why a table is not complete.
package enum TableFault: Hashable, Sendable {
  /// The kernel refused with this errno (positive).
  case errno(Int32)
  /// The kernel marked the dump as interrupted (`NLM_F_DUMP_INTR`).
  case interrupted
  /// A datagram was larger than the buffer.
  case truncated
  /// Messages that do not hold together.
  case malformed
  /// The kernel did not answer in time.
  case timedOut

  /// Whether the kernel has no such table, rather than that it could not be read this time.
  package var isLack: Bool {
    switch self {
    // ENOENT, EINVAL, EPROTONOSUPPORT, EOPNOTSUPP, EAFNOSUPPORT.
    case .errno(let errno): [2, 22, 93, 95, 97].contains(errno)
    case .interrupted, .truncated, .malformed, .timedOut: false
    }
  }
}

/// A network namespace as people know it.
package struct NetworkNamespaceName: Hashable, Sendable {
  /// The name under `/run/netns`, a container's name, or `net:[INODE]`; empty for the own one.
  package var name: RawText
  /// The inode of the namespace, 0 when not known.
  package var inode: UInt64

  package init(name: RawText, inode: UInt64 = 0) {
    self.name = name
    self.inode = inode
  }
}

/// The network namespaces whose sockets a snapshot lacks.
package struct UnenteredNamespaces: Hashable, Sendable {
  /// Those that were found and refused.
  package var names: [RawText]
  /// Processes of which it may not be read where they live.
  package var hiddenProcesses: Int

  package init(names: [RawText] = [], hiddenProcesses: Int = 0) {
    self.names = names
    self.hiddenProcesses = hiddenProcesses
  }
}

/// The kernel's announcement that a socket was destroyed.
package struct DestroyedSocket: Sendable {
  /// The final counters; inode and uid are 0 and not known.
  package var record: SocketRecord
  /// The final gauges; nil where they are not known.
  package var gauges: SocketGauges?
  /// When the announcement was read.
  package var time: MonotonicTime

  package init(record: SocketRecord, gauges: SocketGauges? = nil, time: MonotonicTime) {
    self.record = record
    self.gauges = gauges
    self.time = time
  }
}

/// Whether the ends of sockets are heard, and what was missed.
package enum DestroyEventStatus: Hashable, Sendable {
  /// Not subscribed, by choice or because the kernel cannot.
  case off
  /// Off by itself: more sockets close per second than listening should cost.
  case pausedAboveRate
  /// Subscribed; this many announcements were lost since the last snapshot (at least 1 if the
  /// kernel only said that some were).
  case on(lost: Int)
}
