internal import SocketModel

/// A line of `/proc/net/packet`: `sk RefCnt Type Proto Iface R Rmem User Inode`.
///
/// Kernel: `packet_seq_show` in `net/packet/af_packet.c`.
enum ProcNetPacket {
  static func record(_ fields: inout ProcFields) -> SocketRecord? {
    guard fields.skip(2), let type = fields.decimal(UInt32.self),
      let ethertype = fields.hex(UInt16.self), let interface = fields.decimal(UInt32.self),
      fields.skip(), let received = fields.decimal(UInt32.self),
      let uid = fields.decimal(UInt32.self), let inode = fields.decimal(UInt32.self)
    else { return nil }
    var record = SocketRecord()
    record.kind = type == socketTypeRaw ? .packetRaw : .packetDatagram
    record.family = .packet
    record.state = .close
    record.protocolNumber = ethertype
    record.localAddress = AddressBits(word: UInt32(ethertype))
    record.localPort = interface
    record.interfaceIndex = interface
    record.receiveQueue = received
    record.uid = uid
    record.inode = inode
    record.known = [.queues, .owner]
    return record
  }

  /// `SOCK_RAW`.
  private static let socketTypeRaw: UInt32 = 3
}

/// A line of `/proc/net/netlink`: `sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode`.
///
/// Kernel: `netlink_seq_show` in `net/netlink/af_netlink.c`.
enum ProcNetNetlink {
  static func record(_ fields: inout ProcFields) -> SocketRecord? {
    guard fields.skip(), let number = fields.decimal(UInt16.self),
      let port = fields.decimal(UInt32.self), fields.skip(),
      let received = fields.decimal(UInt32.self), let sent = fields.decimal(UInt32.self),
      fields.skip(3), let inode = fields.decimal(UInt32.self)
    else { return nil }
    var record = SocketRecord()
    record.kind = .netlink
    record.family = .netlink
    record.state = .close
    record.protocolNumber = number
    record.localAddress = AddressBits(word: UInt32(number))
    record.localPort = port
    record.remotePort = .max
    record.receiveQueue = received
    record.sendQueue = sent
    record.inode = inode
    record.known = [.queues]
    return record
  }
}
