internal import CSockDiag
internal import Netlink
internal import SocketModel

/// `INET_DIAG_ULP_INFO`: kernel TLS and MPTCP subflows.
extension DetailDecoder {
  static func upperLayer(_ nest: RawSpan) -> UpperLayerProtocol {
    var layer = UpperLayerProtocol(name: nil)
    var attributes = NetlinkAttributes(0..<nest.byteCount)
    while let attribute = attributes.next(in: nest) {
      switch attribute.type {
      case topss_ulp_name: layer.name = text(attribute, in: nest)
      case topss_ulp_tls: layer.tls = tls(attribute, in: nest)
      case topss_ulp_mptcp: layer.subflow = subflow(attribute, in: nest)
      default: break
      }
    }
    return layer
  }

  private static func tls(_ nest: NetlinkAttribute, in datagram: RawSpan) -> TLSInfo {
    var info = TLSInfo()
    var attributes = NetlinkAttributes(nest.payload)
    while let attribute = attributes.next(in: datagram) {
      let number = attribute.count >= 2 ? datagram.uint16(at: attribute.start) : nil
      switch attribute.type {
      case topss_tls_version: info.version = number
      case topss_tls_cipher: info.cipher = number
      case topss_tls_rxconf: info.receiveConfiguration = number
      case topss_tls_txconf: info.sendConfiguration = number
      case topss_tls_zc_ro_tx: info.zeroCopySend = true
      case topss_tls_rx_no_pad: info.noPaddingReceive = true
      default: break
      }
    }
    return info
  }

  private static func subflow(_ nest: NetlinkAttribute, in datagram: RawSpan) -> MPTCPSubflow {
    var flow = MPTCPSubflow()
    var attributes = NetlinkAttributes(nest.payload)
    while let attribute = attributes.next(in: datagram) {
      let (start, count) = (attribute.start, attribute.count)
      let word = count >= 4 ? datagram.uint32(at: start) : nil
      let byte = count >= 1 ? datagram.uint8(at: start) : nil
      switch attribute.type {
      case topss_subflow_token_rem: flow.remoteToken = word
      case topss_subflow_token_loc: flow.localToken = word
      case topss_subflow_map_seq: flow.mapSequence = count >= 8 ? datagram.uint64(at: start) : nil
      case topss_subflow_map_sfseq: flow.mapSubflowSequence = word
      case topss_subflow_ssn_offset: flow.subflowOffset = word
      case topss_subflow_map_datalen:
        flow.mapLength = count >= 2 ? datagram.uint16(at: start) : nil
      case topss_subflow_flags: flow.flags = word
      case topss_subflow_id_rem: flow.remoteID = byte
      case topss_subflow_id_loc: flow.localID = byte
      default: break
      }
    }
    return flow
  }
}
