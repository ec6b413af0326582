internal import CSockDiag
internal import Netlink
internal import SocketModel
internal import TextSafety

/// unix_diag and TIPC.
extension DetailDecoder {
  static func fillUnix(
    _ detail: inout SocketDetail, from attributes: NetlinkAttributes, in datagram: RawSpan
  ) {
    var unix = UnixDetail()
    var attributes = attributes
    while let attribute = attributes.next(in: datagram) {
      switch attribute.type {
      case topss_unix_name where attribute.count >= 1:
        let range = RecordDecoder.unixName(attribute, in: datagram)
        detail.name = RawText(datagram.copy(range))
      case topss_unix_vfs where attribute.count >= 8:
        unix.fileInode = datagram.uint32(at: attribute.start)
        unix.fileDevice = datagram.uint32(at: attribute.start &+ 4)
      case topss_unix_icons: unix.pendingPeers = words(attribute, in: datagram)
      default: break
      }
    }
    detail.unix = unix
  }

  static func fillTIPC(
    _ detail: inout SocketDetail, from payload: Range<Int>, in datagram: RawSpan
  ) {
    guard let socket = RecordDecoder.nest(topss_tipc_sock, in: payload, of: datagram) else {
      return
    }
    var tipc = TIPCDetail()
    var attributes = NetlinkAttributes(socket)
    while let attribute = attributes.next(in: datagram) {
      switch attribute.type {
      case topss_tipc_sock_type where attribute.count >= 4:
        tipc.socketType = datagram.uint32(at: attribute.start)
      case topss_tipc_sock_has_publ: tipc.hasPublication = true
      case topss_tipc_sock_con: fillConnection(&tipc, from: attribute, in: datagram)
      case topss_tipc_sock_stat: fillStatistics(&tipc, from: attribute, in: datagram)
      default: break
      }
    }
    detail.tipc = tipc
  }

  /// The name by which the connection was made, which counts only with its flag.
  private static func fillConnection(
    _ tipc: inout TIPCDetail, from nest: NetlinkAttribute, in datagram: RawSpan
  ) {
    var type: UInt32?
    var instance: UInt32?
    var isNamed = false
    var attributes = NetlinkAttributes(nest.payload)
    while let attribute = attributes.next(in: datagram) {
      let word = attribute.count >= 4 ? datagram.uint32(at: attribute.start) : nil
      switch attribute.type {
      case topss_tipc_con_flag: isNamed = true
      case topss_tipc_con_type: type = word
      case topss_tipc_con_inst: instance = word
      default: break
      }
    }
    tipc.viaType = isNamed ? type : nil
    tipc.viaInstance = isNamed ? instance : nil
  }

  private static func fillStatistics(
    _ tipc: inout TIPCDetail, from nest: NetlinkAttribute, in datagram: RawSpan
  ) {
    var attributes = NetlinkAttributes(nest.payload)
    while let attribute = attributes.next(in: datagram) {
      switch attribute.type {
      case topss_tipc_stat_link_cong: tipc.isLinkCongested = true
      case topss_tipc_stat_conn_cong: tipc.isCongested = true
      case topss_tipc_stat_drop where attribute.count >= 4:
        tipc.drops = datagram.uint32(at: attribute.start)
      default: break
      }
    }
  }
}
