internal import SocketModel
internal import TextSafety

/// `-i` of what lies above TCP, and of MPTCP and SCTP.
extension DetailKey {
  static let upperLayer: [DetailKey] = [
    text("ulp") { $0.upperLayer?.name },
    count("tls_version") { $0.upperLayer?.tls?.version },
    count("tls_cipher") { $0.upperLayer?.tls?.cipher },
    count("tls_rxconf") { $0.upperLayer?.tls?.receiveConfiguration },
    count("tls_txconf") { $0.upperLayer?.tls?.sendConfiguration },
    flag("tls_zc_ro_tx") { $0.upperLayer?.tls?.zeroCopySend },
    flag("tls_no_pad_rx") { $0.upperLayer?.tls?.noPaddingReceive },
    count("subflow_flags") { $0.upperLayer?.subflow?.flags },
    count("subflow_token_rem") { $0.upperLayer?.subflow?.remoteToken },
    count("subflow_token_loc") { $0.upperLayer?.subflow?.localToken },
    count("subflow_id_rem") { $0.upperLayer?.subflow?.remoteID },
    count("subflow_id_loc") { $0.upperLayer?.subflow?.localID },
    count("subflow_seq") { $0.upperLayer?.subflow?.mapSequence },
    count("subflow_sfseq") { $0.upperLayer?.subflow?.mapSubflowSequence },
    count("subflow_ssnoff") { $0.upperLayer?.subflow?.subflowOffset },
    count("subflow_maplen") { $0.upperLayer?.subflow?.mapLength },
  ]

  static let mptcp: [DetailKey] = [
    count("mptcp_subflows") { $0.mptcp?.subflows },
    count("mptcp_add_addr_signal") { $0.mptcp?.addressesSignalled },
    count("mptcp_add_addr_accepted") { $0.mptcp?.addressesAccepted },
    count("mptcp_subflows_max") { $0.mptcp?.maximumSubflows },
    count("mptcp_add_addr_signal_max") { $0.mptcp?.maximumAddressesSignalled },
    count("mptcp_add_addr_accepted_max") { $0.mptcp?.maximumAddressesAccepted },
    flag("mptcp_fallback") { $0.mptcp?.flags.map { $0 & 1 != 0 } },
    flag("mptcp_remote_key") { $0.mptcp?.flags.map { $0 & 2 != 0 } },
    count("mptcp_token") { $0.mptcp?.token }, count("mptcp_write_seq") { $0.mptcp?.writeSequence },
    count("mptcp_snd_una") { $0.mptcp?.firstUnacked },
    count("mptcp_rcv_nxt") { $0.mptcp?.nextReceive },
    count("mptcp_local_addr_used") { $0.mptcp?.localAddressesUsed },
    count("mptcp_local_addr_max") { $0.mptcp?.maximumLocalAddresses },
    flag("mptcp_csum_enabled") { $0.mptcp?.isChecksumEnabled.map { $0 != 0 } },
    count("mptcp_retransmits") { $0.mptcp?.retransmits },
    count("mptcp_bytes_retrans") { $0.mptcp?.bytesRetransmitted },
    count("mptcp_bytes_sent") { $0.mptcp?.bytesSent },
    count("mptcp_bytes_received") { $0.mptcp?.bytesReceived },
    count("mptcp_bytes_acked") { $0.mptcp?.bytesAcked },
    count("mptcp_subflows_total") { $0.mptcp?.totalSubflows },
    count("mptcp_endp_laminar_max") { $0.mptcp?.maximumLaminarEndpoints },
    seconds("mptcp_last_data_sent", per: 1e3) { $0.mptcp?.lastSentMilliseconds },
    seconds("mptcp_last_data_recv", per: 1e3) { $0.mptcp?.lastReceivedMilliseconds },
    seconds("mptcp_last_ack_recv", per: 1e3) { $0.mptcp?.lastAckReceivedMilliseconds },
  ]

  static let sctp: [DetailKey] = [
    DetailKey(name: "sctp_locals") { $0.sctp.map { .texts($0.localAddresses.map(address)) } },
    DetailKey(name: "sctp_peers") { $0.sctp.map { .texts($0.peerAddresses.map(address)) } },
    count("sctp_tag") { $0.sctp?.tag }, count("sctp_state") { $0.sctp?.state },
    count("sctp_rwnd") { $0.sctp?.receiveWindow },
    count("sctp_unackdata") { $0.sctp?.unackedData },
    count("sctp_penddata") { $0.sctp?.pendingData }, count("sctp_instrms") { $0.sctp?.streamsIn },
    count("sctp_outstrms") { $0.sctp?.streamsOut }, count("sctp_inqueue") { $0.sctp?.queueIn },
    count("sctp_outqueue") { $0.sctp?.queueOut }, count("sctp_overerr") { $0.sctp?.overallErrors },
    count("sctp_maxburst") { $0.sctp?.maximumBurst },
    count("sctp_maxseg") { $0.sctp?.maximumSegment },
    count("sctp_prwnd") { $0.sctp?.peerReceiveWindow }, count("sctp_ptag") { $0.sctp?.peerTag },
    count("sctp_pcapable") { $0.sctp?.peerCapabilities },
    count("sctp_psack") { $0.sctp?.peerSACK }, count("sctp_autoclose") { $0.sctp?.autoclose },
    count("sctp_adapind") { $0.sctp?.adaptationIndication },
    count("sctp_pdpoint") { $0.sctp?.partialDeliveryPoint },
    count("sctp_nodelay") { $0.sctp?.noDelay }, count("sctp_nofrag") { $0.sctp?.disablesFragments },
    count("sctp_v4mapped") { $0.sctp?.mapsIPv4 },
    count("sctp_fraginl") { $0.sctp?.fragmentInterleave },
  ]

  private static func address(_ host: HostAddress) -> RawText {
    var text = SafeText()
    if host.family == .inet6 {
      AddressText.append(ipv6: host.bits, to: &text)
    } else {
      AddressText.append(ipv4: host.bits.word, to: &text)
    }
    return RawText(text.utf8)
  }
}
