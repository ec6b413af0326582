internal import SocketModel
internal import TextSafety

/// What packet sockets add. Kernel: `include/uapi/linux/packet_diag.h`, `if_packet.h`.
extension RowWriter {
  func writePacket(_ record: SocketRecord, _ detail: SocketDetail, to text: inout RowBuffer) {
    if options.showsExtended {
      writeIdentity(record, to: &text)
      if let packet = detail.packet { write(packet, to: &text) }
    }
    if options.showsBPF, let filter = detail.packet?.filter { write(filter, to: &text) }
    if options.showsMemory { writeMemory(record, detail, to: &text) }
  }

  private func write(_ packet: PacketDetail, to text: inout RowBuffer) {
    if let version = packet.version {
      beginLine(to: &text)
      token("ver:", version, to: &text)
      token(" cpy_thresh:", packet.copyThreshold ?? 0, to: &text)
      write(flags: packet.flags ?? 0, to: &text)
    }
    if let ring = packet.receiveRing { write(ring, "ring_rx(", to: &text) }
    if let ring = packet.sendRing { write(ring, "ring_tx(", to: &text) }
    guard let fanout = packet.fanout else { return }
    beginLine(to: &text)
    token("fanout(id:", fanout & 0xffff, to: &text)
    text.append(",type:")
    let type = Int(fanout >> 16)
    if type < Self.fanoutTypes.count {
      text.append(Self.fanoutTypes[type])
    } else {
      text.append("0x")
      text.append(hex: UInt64(type))
    }
    text.append(")")
  }

  private static let fanoutTypes: [SafeText] = ["hash", "lb", "cpu", "roll", "random", "qm"]

  private func write(flags: UInt32, to text: inout RowBuffer) {
    text.append(" flags(")
    for (bit, name) in Self.flagNames.enumerated() where flags >> UInt32(bit) & 1 != 0 {
      text.append(" ")
      text.append(name)
    }
    if flags == 0 { text.append(" 0") }
    text.append(" )")
  }

  private static let flagNames: [SafeText] = ["running", "auxdata", "origdev", "vnethdr", "loss"]

  private func write(
    _ ring: PacketDetail.Ring, _ title: StaticString, to text: inout RowBuffer
  ) {
    beginLine(to: &text)
    text.append(title)
    token("blk_size:", ring.blockSize, to: &text)
    token(",blk_nr:", ring.blockCount, to: &text)
    token(",frm_size:", ring.frameSize, to: &text)
    token(",frm_nr:", ring.frameCount, to: &text)
    token(",tmo:", ring.retireTimeout, to: &text)
    text.append(",features:0x")
    text.append(hex: UInt64(ring.features))
    text.append(")")
  }

  private func write(_ filter: [PacketDetail.Instruction], to text: inout RowBuffer) {
    guard !filter.isEmpty else { return }
    beginLine(to: &text)
    token("bpf filter (", filter.count, to: &text)
    text.append("): ")
    for instruction in filter {
      text.append(" 0x")
      let code = UInt64(instruction.code)
      if code < 0x10 { text.append(hex: code, digits: 2) } else { text.append(hex: code) }
      token(" ", instruction.jumpTrue, to: &text)
      token(" ", instruction.jumpFalse, to: &text)
      token(" ", instruction.operand, to: &text)
      text.append(",")
    }
  }
}
