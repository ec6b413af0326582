internal import SocketModel
internal import TextSafety

/// Writes the cells of one socket.
struct RowWriter: Sendable {
  let options: ReportOptions
  let address: AddressText
  let owners: OwnerTable
  /// The threads of `owners`, with `-T`.
  let threads: [UInt32: [Int32]]
  /// With `-Z` and `-z`.
  let contexts: (any ContextReader)?

  /// Whether addresses are those of IPv4 or IPv6.
  @inline(__always) static func isInternet(_ record: SocketRecord) -> Bool {
    switch record.family {
    case .inet, .inet6: true
    case .unix, .packet, .netlink, .vsock, .tipc, .xdp: false
    }
  }

  /// Appends the cell of `column`, which is not the last one.
  @inline(__always) func write(
    _ column: ReportColumn, of record: SocketRecord, name: RawText, isAssociation: Bool,
    to text: inout RowBuffer
  ) {
    switch column {
    case .netid: if !isAssociation { write(netidOf: record, to: &text) }
    case .state:
      if isAssociation {
        writeState(ofAssociation: record, to: &text)
      } else {
        write(record.state, to: &text)
      }
    case .receiveQueue: write(queue: record.receiveQueue, to: &text)
    case .sendQueue: write(queue: record.sendQueue, to: &text)
    case .localAddress: writeAddress(isLocal: true, of: record, name: name, to: &text)
    case .localPort: writePort(isLocal: true, of: record, to: &text)
    case .remoteAddress: writeAddress(isLocal: false, of: record, name: name, to: &text)
    case .remotePort: writePort(isLocal: false, of: record, to: &text)
    case .process: writeUsers(record, to: &text)
    case .rest: break
    }
  }

  private func write(netidOf record: SocketRecord, to text: inout RowBuffer) {
    switch record.kind {
    case .tcp: text.append("tcp")
    case .udp: text.append("udp")
    case .unixStream: text.append("u_str")
    case .unixDatagram: text.append("u_dgr")
    case .udpLite, .raw, .sctp, .dccp, .mptcp, .unixSequenced, .packetRaw, .packetDatagram,
      .netlink, .vsockStream, .vsockDatagram, .tipcStream, .tipcDatagram, .tipcReliable,
      .tipcSequenced, .xdp:
      text.append(record.netid)
    }
  }

  private func write(_ state: SocketState, to text: inout RowBuffer) {
    switch state {
    case .established: text.append("ESTAB")
    case .timeWait: text.append("TIME-WAIT")
    case .listen: text.append("LISTEN")
    case .close: text.append("UNCONN")
    case .unknown, .synSent, .synReceived, .newSynReceived, .finWait1, .finWait2, .boundInactive,
      .closeWait, .lastAck, .closing:
      text.append(state.title)
    }
  }

  private func writeState(ofAssociation record: SocketRecord, to text: inout RowBuffer) {
    text.append("`- ")
    text.append(Self.associationState(Int(record.state.rawValue)))
  }

  /// The name of an SCTP association's state.
  static func associationState(_ number: Int) -> SafeText {
    associationStates.indices.contains(number) ? associationStates[number] : "UNKNOWN"
  }

  /// Kernel: `enum sctp_state` in `include/net/sctp/constants.h`.
  private static let associationStates: [SafeText] = [
    "CLOSED", "COOKIE_WAIT", "COOKIE_ECHOED", "ESTAB", "SHUTDOWN_PENDING", "SHUTDOWN_SENT",
    "SHUTDOWN_RECEIVED", "ACK_SENT",
  ]

  /// A signed number in at least six cells: the kernel's unsigned one may be a negative answer.
  private func write(queue value: UInt32, to text: inout RowBuffer) {
    let start = text.count
    text.append(Int32(bitPattern: value))
    text.append(blanks: 6 &- (text.count &- start))
  }

  /// `users:(("nginx",pid=812,fd=6))`, the last of them first as `ss` has it.
  private func writeUsers(_ record: SocketRecord, to text: inout RowBuffer) {
    guard record.family != .netlink else { return }
    // Nearly every socket has one holder: without an array of them.
    if !options.showsThreads, record.inode != 0,
      let holder = owners.byInode.soleOwner(ofInode: record.inode)
    {
      text.append("users:(")
      write(holder, thread: holder.pid, to: &text)
      return text.append(")")
    }
    guard case .owners(let holders) = owners.owners(ofInode: record.inode) else { return }
    let threads = options.showsThreads ? threads[record.inode] ?? [] : []
    text.append("users:(")
    for index in holders.indices.reversed() {
      if index != holders.count - 1 { text.append(",") }
      let thread = index < threads.count ? threads[index] : holders[index].pid
      write(holders[index], thread: thread, to: &text)
    }
    text.append(")")
  }

  private func write(_ holder: SocketOwner, thread: Int32, to text: inout RowBuffer) {
    text.append("(\"")
    text.append(holder.command)
    text.append("\",pid=")
    text.append(holder.pid)
    if options.showsThreads {
      text.append(",tid=")
      text.append(thread)
    }
    if options.contexts != .none {
      text.append(",proc_ctx=")
      write(context: contexts?.context(ofProcess: holder.pid), to: &text)
    }
    text.append(",fd=")
    text.append(holder.descriptor)
    if options.contexts == .sockets {
      text.append(",sock_ctx=")
      write(
        context: contexts?.context(ofDescriptor: holder.descriptor, of: holder.pid), to: &text)
    }
    text.append(")")
  }

  /// Appends a security context; one that may not be read as `ss` has it.
  func write(context: RawText?, to text: inout RowBuffer) {
    if let context { text.append(context) } else { text.append("unavailable") }
  }
}
