package import TextSafety

/// What of each socket a listing shows: the options of `ss` that change its text.
package struct ReportOptions: Hashable, Sendable {
  /// The Netid column; left out when there is one table only.
  package var showsNetid = true
  /// The State column; left out when there is one state only.
  package var showsState = true
  /// The first line with the titles; `-H` takes it away.
  package var showsHeader = true
  /// Recv-Q and Send-Q; `-Q` takes them away.
  package var showsQueues = true
  /// `-O`: a blank where continuation data would begin a line.
  package var isOneLine = false
  /// `-n`: ports, protocols and rates as numbers.
  package var isNumeric = false
  /// `-r`: host names where they are known.
  package var resolvesHosts = false
  /// `-o`: timers.
  package var showsTimers = false
  /// `-e`: uid, inode, cookie and what each family has beside them; implies `-o`.
  package var showsExtended = false
  /// `-m`: socket memory.
  package var showsMemory = false
  /// `-p`: the processes that hold the socket.
  package var showsProcesses = false
  /// `-T`: also their threads; shows nothing without `-p`.
  package var showsThreads = false
  /// `-Z`, `-z`: security contexts; show nothing without `-p`.
  package var contexts = ShownContexts.none
  /// `-i`: what the protocol knows of the connection.
  package var showsInfo = false
  /// `--tos`.
  package var showsTypeOfService = false
  /// `--cgroup`.
  package var showsCgroup = false
  /// `--inet-sockopt`.
  package var showsSocketOptions = false
  /// `--tipcinfo`.
  package var showsTIPC = false
  /// `-b`: the classic BPF filter of packet sockets; implies `-o`.
  package var showsBPF = false
  /// The terminal's cells, over which columns are spread; nil for the narrowest columns that
  /// hold everything.
  package var width: Int?

  package init() {}

  /// Whether a row needs a `SocketDetail`: what `SocketRecord` has does not suffice.
  package var needsDetail: Bool {
    showsInfo || showsTypeOfService || showsSocketOptions || showsTIPC || showsBPF || showsExtended
      || showsMemory
  }

  /// Whether the flags of TCP's negotiated options are shown with `-i`.
  var showsTCPOptions: Bool { showsTimers || showsExtended || showsBPF }
}

/// Which security contexts a listing shows.
package enum ShownContexts: Hashable, Sendable {
  case none
  /// `-Z`: those of processes.
  case processes
  /// `-z`: those of processes and of their sockets.
  case sockets
}

/// Where security contexts come from; nil for one that may not be read.
package protocol ContextReader: Sendable {
  /// That of a process, 0 for the kernel.
  func context(ofProcess pid: Int32) -> RawText?
  /// That of the socket behind a descriptor.
  func context(ofDescriptor number: Int32, of pid: Int32) -> RawText?
}
