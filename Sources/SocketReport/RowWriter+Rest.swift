internal import SocketModel
internal import TextSafety

/// What options add to a row: tokens with a blank in front of each, and lines of their own.
extension RowWriter {
  /// Appends everything after the Process column that needs no more than the record.
  @inline(__always) func writeRest(
    _ record: SocketRecord, isAssociation: Bool, to text: inout RowBuffer
  ) {
    guard options.showsTimers || options.showsCgroup, Self.isInternet(record) else { return }
    if options.showsTimers { writeTimer(record, isAssociation, to: &text) }
    if options.showsCgroup, record.cookie != 0 { writeCgroup(record, to: &text) }
  }

  /// Appends everything after the Process column.
  func writeRest(_ detail: SocketDetail, isAssociation: Bool, to text: inout RowBuffer) {
    switch detail.record.family {
    case .inet, .inet6: writeInternet(detail, isAssociation, to: &text)
    case .unix: writeUnix(detail.record, detail, to: &text)
    case .packet: writePacket(detail.record, detail, to: &text)
    case .netlink:
      writeNetlinkContext(detail.record, to: &text)
      writeNetlink(detail.record, detail, to: &text)
    case .tipc: writeTIPC(detail.tipc, to: &text)
    case .xdp: writeXDP(detail.record, detail, to: &text)
    case .vsock: break
    }
  }

  private func writeInternet(
    _ detail: SocketDetail, _ isAssociation: Bool, to text: inout RowBuffer
  ) {
    if options.showsTimers { writeTimer(detail.record, isAssociation, to: &text) }
    // What comes from /proc has no cookie, and no details.
    guard detail.record.cookie != 0 else { return }
    if options.showsExtended { writeDetails(detail.record, to: &text) }
    if options.showsTypeOfService { writeService(detail, to: &text) }
    if options.showsCgroup { writeCgroup(detail.record, to: &text) }
    if options.showsSocketOptions, let bits = detail.socketOptions {
      beginLine(to: &text)
      write(socketOptions: bits, to: &text)
    }
    guard options.showsMemory || (options.showsInfo && !isDatagram(detail.record)) else { return }
    if !options.isOneLine { text.append("\n\t") }
    if options.showsMemory { writeMemory(detail.record, detail, to: &text) }
    writeProtocol(detail, to: &text)
  }

  private func isDatagram(_ record: SocketRecord) -> Bool {
    switch record.kind {
    case .udp, .udpLite: true
    case .tcp, .raw, .sctp, .dccp, .mptcp, .unixStream, .unixDatagram, .unixSequenced, .packetRaw,
      .packetDatagram, .netlink, .vsockStream, .vsockDatagram, .tipcStream, .tipcDatagram,
      .tipcReliable, .tipcSequenced, .xdp:
      false
    }
  }

  private func writeProtocol(_ detail: SocketDetail, to text: inout RowBuffer) {
    switch detail.record.kind {
    case .sctp: if let info = detail.sctp { writeSCTP(info, to: &text) }
    case .mptcp: if options.showsInfo, let info = detail.mptcp { writeMPTCP(info, to: &text) }
    case .tcp, .udp, .udpLite, .raw, .dccp, .unixStream, .unixDatagram, .unixSequenced,
      .packetRaw, .packetDatagram, .netlink, .vsockStream, .vsockDatagram, .tipcStream,
      .tipcDatagram, .tipcReliable, .tipcSequenced, .xdp:
      guard options.showsInfo else { return }
      writeTCP(detail, to: &text)
      if let layer = detail.upperLayer { write(layer, to: &text) }
    }
  }

  /// Begins a line of continuation data, or a blank where one line is wanted.
  func beginLine(to text: inout RowBuffer) {
    if options.isOneLine { text.append(" ") } else { text.append("\n\t") }
  }
}

/// The tokens that several families have.
extension RowWriter {
  /// ` uid:1000 ino:4711 sk:1f fwmark:0x1 cgroup:/ v6only:0 <->`
  private func writeDetails(_ record: SocketRecord, to text: inout RowBuffer) {
    writeIdentity(record, to: &text)
    if record.mark != 0 { token(" fwmark:0x", hex: record.mark, to: &text) }
    writeCgroup(record, to: &text)
    if record.family == .inet6, record.known.contains(.v6OnlyTold) {
      token(" v6only:", record.known.contains(.v6Only) ? 1 : 0, to: &text)
    }
    if record.known.contains(.shutdown) { writeShutdown(record.shutdown, to: &text) }
  }

  /// ` uid:1000 ino:4711 sk:1f`
  func writeIdentity(_ record: SocketRecord, to text: inout RowBuffer) {
    token(" uid:", ifNotZero: record.uid, to: &text)
    token(" ino:", record.inode, to: &text)
    token(" sk:", hex: record.cookie, to: &text)
  }

  /// Which directions are shut down: ` <->` none, ` -->` receiving, ` <--` sending.
  func writeShutdown(_ mask: UInt8, to text: inout RowBuffer) {
    text.append(" ")
    text.append(mask & 1 != 0 ? "-" : "<")
    text.append("-")
    text.append(mask & 2 != 0 ? "-" : ">")
  }

  private func writeCgroup(_ record: SocketRecord, to text: inout RowBuffer) {
    guard record.known.contains(.cgroup), record.cgroup != 0 else { return }
    text.append(" cgroup:")
    if let path = address.names.cgroup(id: record.cgroup) { return text.append(path) }
    text.append("unreachable:")
    text.append(hex: record.cgroup)
  }

  private func writeService(_ detail: SocketDetail, to text: inout RowBuffer) {
    if let value = detail.typeOfService { token(" tos:", prefixedHex: UInt32(value), to: &text) }
    if let value = detail.trafficClass { token(" tclass:", prefixedHex: UInt32(value), to: &text) }
    if let value = detail.classID { token(" class_id:", prefixedHex: value, to: &text) }
  }

  /// ` skmem:(r0,rb131072,t0,tb2626560,f0,w0,o0,bl0,d0)`
  func writeMemory(_ record: SocketRecord, _ detail: SocketDetail, to text: inout RowBuffer) {
    guard record.known.contains(.memory) else {
      if let memory = detail.legacyMemory { write(memory, to: &text) }
      return
    }
    let memory = detail.gauges.memory
    token(" skmem:(r", memory.receiveAllocated, to: &text)
    token(",rb", memory.receiveLimit, to: &text)
    token(",t", memory.sendAllocated, to: &text)
    token(",tb", memory.sendLimit, to: &text)
    token(",f", memory.forwardAllocated, to: &text)
    token(",w", memory.writeQueued, to: &text)
    token(",o", memory.options, to: &text)
    token(",bl", memory.backlog, to: &text)
    token(",d", record.drops, to: &text)
    text.append(")")
  }

  private func write(_ memory: LegacyMemory, to text: inout RowBuffer) {
    token(" mem:(r", memory.receive, to: &text)
    token(",w", memory.write, to: &text)
    token(",f", memory.forward, to: &text)
    token(",t", memory.transmit, to: &text)
    text.append(")")
  }

  /// Kernel: `struct inet_diag_sockopt` in `include/uapi/linux/inet_diag.h`.
  private func write(socketOptions bits: UInt16, to text: inout RowBuffer) {
    text.append("inet-sockopt: (")
    for (bit, name) in Self.socketOptionNames.enumerated() where bits >> UInt16(bit) & 1 != 0 {
      text.append(" ")
      text.append(name)
    }
    text.append(")")
  }

  static let socketOptionNames: [SafeText] = [
    "recverr", "is_icsk", "freebind", "hdrincl", "mc_loop", "transparent", "mc_all", "nodefrag",
    "bind_addr_no_port", "recverr_rfc4884", "defer_connect",
  ]
}
