internal import SocketModel
internal import TextSafety

/// What the families beside the internet ones add.
extension RowWriter {
  func writeUnix(_ record: SocketRecord, _ detail: SocketDetail, to text: inout RowBuffer) {
    if options.showsMemory { writeMemory(record, detail, to: &text) }
    guard options.showsExtended else { return }
    if record.known.contains(.shutdown) { writeShutdown(record.shutdown, to: &text) }
    guard let unix = detail.unix else { return }
    if let inode = unix.fileInode {
      token(" ino:", inode, to: &text)
      write(device: unix.fileDevice ?? 0, to: &text)
    }
    guard let peers = unix.pendingPeers else { return }
    text.append(" peers:")
    for peer in peers { token(" ", peer, to: &text) }
  }

  /// The kernel's device number taken apart by the macros of libc, as `ss` does it.
  private func write(device: UInt32, to text: inout RowBuffer) {
    token(" dev:", device >> 8 & 0xfff, to: &text)
    token("/", device & 0xff | device >> 12 & 0xfff00, to: &text)
  }

  func writeNetlink(_ record: SocketRecord, _ detail: SocketDetail, to text: inout RowBuffer) {
    if options.showsExtended {
      text.append(" sk=0 cb=0 groups=0x")
      text.append(hex: UInt64(detail.netlinkGroups?.first ?? 0), digits: 8)
    }
    guard options.showsMemory else { return }
    text.append("\t")
    writeMemory(record, detail, to: &text)
  }

  /// ` proc_ctx=CONTEXT` of the process with the port id, with `-Z`.
  func writeNetlinkContext(_ record: SocketRecord, to text: inout RowBuffer) {
    guard options.contexts != .none else { return }
    text.append(" proc_ctx=")
    let pid = Int32(bitPattern: record.localPort)
    write(context: pid < 0 ? nil : contexts?.context(ofProcess: pid), to: &text)
  }

  func writeTIPC(_ tipc: TIPCDetail?, to text: inout RowBuffer) {
    guard options.showsTIPC, let tipc else { return }
    text.append(options.isOneLine ? " type:" : "\n type:")
    text.append(Self.tipcTypes[tipc.socketType ?? 0] ?? "UNKNOWN")
    text.append(" cong:")
    text.append(tipc.isLinkCongested ? "link" : tipc.isCongested ? "conn" : "none")
    token("  drop:", tipc.drops ?? 0, to: &text)
    text.append(" ")
    if tipc.hasPublication { text.append(" publ") }
    guard let type = tipc.viaType else { return }
    token(" via {", type, to: &text)
    token(",", tipc.viaInstance ?? 0, to: &text)
    text.append("} ")
  }

  private static let tipcTypes: [UInt32: SafeText] = [
    1: "STREAM", 2: "DGRAM", 4: "RDM", 5: "SEQPACKET",
  ]

  func writeXDP(_ record: SocketRecord, _ detail: SocketDetail, to text: inout RowBuffer) {
    if options.showsExtended {
      writeIdentity(record, to: &text)
      if let xdp = detail.xdp { write(xdp, to: &text) }
    }
    if options.showsMemory { writeMemory(record, detail, to: &text) }
  }

  private func write(_ xdp: XDPDetail, to text: inout RowBuffer) {
    write(ring: xdp.receiveRing, "rx(entries:", to: &text)
    write(ring: xdp.sendRing, "tx(entries:", to: &text)
    if let umem = xdp.umem { write(umem, to: &text) }
    write(ring: xdp.fillRing, "fr(entries:", to: &text)
    write(ring: xdp.completionRing, "cr(entries:", to: &text)
    guard let statistics = xdp.statistics else { return }
    beginLine(to: &text)
    text.append("stats(")
    for (index, value) in zip(Self.xdpStatistics.indices, statistics) {
      if index > 0 { text.append(",") }
      text.append(Self.xdpStatistics[index])
      token(":", value, to: &text)
    }
    text.append(")")
  }

  /// Kernel: `struct xdp_diag_stats` in `include/uapi/linux/xdp_diag.h`.
  private static let xdpStatistics: [SafeText] = [
    "rx dropped", "rx invalid", "rx queue full", "rx fill ring empty", "tx invalid",
    "tx ring empty",
  ]

  private func write(ring entries: UInt32?, _ title: StaticString, to text: inout RowBuffer) {
    guard let entries else { return }
    beginLine(to: &text)
    token(title, entries, to: &text)
    text.append(")")
  }

  private func write(_ umem: XDPDetail.UMEM, to text: inout RowBuffer) {
    beginLine(to: &text)
    token("umem(id:", umem.id, to: &text)
    token(",size:", umem.size, to: &text)
    token(",num_pages:", umem.pages, to: &text)
    token(",chunk_size:", umem.chunkSize, to: &text)
    token(",headroom:", umem.headroom, to: &text)
    token(",ifindex:", umem.interfaceIndex, to: &text)
    token(",qid:", umem.queue, to: &text)
    token(",zc:", umem.flags & 1, to: &text)
    token(",refs:", umem.references, to: &text)
    text.append(")")
  }
}
