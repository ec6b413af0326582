/// The fields that came after Linux 3.14; nil where the kernel's struct ends before them.
extension TCPInfo {
  /// Bytes per second; all ones for "not limited".
  ///
  /// The corresponding C field is `tcpi_pacing_rate`.
  package var pacingRate: UInt64? { uint64(at: 104) }
  /// Bytes per second; all ones for "not limited".
  ///
  /// The corresponding C field is `tcpi_max_pacing_rate`.
  package var maximumPacingRate: UInt64? { uint64(at: 112) }
  /// Bytes sent and acknowledged, SYN and FIN included.
  ///
  /// The corresponding C field is `tcpi_bytes_acked`.
  package var bytesAcked: UInt64? { uint64(at: 120) }
  /// Bytes received in order, the FIN included.
  ///
  /// The corresponding C field is `tcpi_bytes_received`.
  package var bytesReceived: UInt64? { uint64(at: 128) }
  /// Segments sent. The corresponding C field is `tcpi_segs_out`.
  package var segmentsOut: UInt32? { uint32(at: 136) }
  /// Segments received. The corresponding C field is `tcpi_segs_in`.
  package var segmentsIn: UInt32? { uint32(at: 140) }
  /// Bytes that wait to be sent for the first time.
  ///
  /// The corresponding C field is `tcpi_notsent_bytes`.
  package var notSentBytes: UInt32? { uint32(at: 144) }
  /// The smallest round-trip time; all ones before the first.
  ///
  /// The corresponding C field is `tcpi_min_rtt`.
  package var minimumRTTMicroseconds: UInt32? { uint32(at: 148) }
  /// Segments with data received. The corresponding C field is `tcpi_data_segs_in`.
  package var dataSegmentsIn: UInt32? { uint32(at: 152) }
  /// Segments with data sent. The corresponding C field is `tcpi_data_segs_out`.
  package var dataSegmentsOut: UInt32? { uint32(at: 156) }
  /// Bytes per second of goodput, by the kernel's estimate.
  ///
  /// The corresponding C field is `tcpi_delivery_rate`.
  package var deliveryRate: UInt64? { uint64(at: 160) }
  /// Time with data to send. The corresponding C field is `tcpi_busy_time`.
  package var busyMicroseconds: UInt64? { uint64(at: 168) }
  /// Time limited by the receiver's window. The corresponding C field is `tcpi_rwnd_limited`.
  package var receiverLimitedMicroseconds: UInt64? { uint64(at: 176) }
  /// Time limited by the send buffer. The corresponding C field is `tcpi_sndbuf_limited`.
  package var sendBufferLimitedMicroseconds: UInt64? { uint64(at: 184) }
  /// Segments delivered, the SYN included. The corresponding C field is `tcpi_delivered`.
  package var delivered: UInt32? { uint32(at: 192) }
  /// Delivered segments that were marked for congestion.
  ///
  /// The corresponding C field is `tcpi_delivered_ce`.
  package var deliveredCE: UInt32? { uint32(at: 196) }
  /// Bytes sent, retransmissions included. The corresponding C field is `tcpi_bytes_sent`.
  package var bytesSent: UInt64? { uint64(at: 200) }
  /// Bytes retransmitted. The corresponding C field is `tcpi_bytes_retrans`.
  package var bytesRetransmitted: UInt64? { uint64(at: 208) }
  /// Segments that the peer received twice. The corresponding C field is `tcpi_dsack_dups`.
  package var duplicateSACKs: UInt32? { uint32(at: 216) }
  /// Times that reordering was seen. The corresponding C field is `tcpi_reord_seen`.
  package var reorderingSeen: UInt32? { uint32(at: 220) }
  /// Packets received out of order. The corresponding C field is `tcpi_rcv_ooopack`.
  package var outOfOrderPackets: UInt32? { uint32(at: 224) }
  /// Bytes of the peer's window. The corresponding C field is `tcpi_snd_wnd`.
  package var sendWindow: UInt32? { uint32(at: 228) }
  /// Bytes of the own window; since Linux 6.2. The corresponding C field is `tcpi_rcv_wnd`.
  package var receiveWindow: UInt32? { uint32(at: 232) }
  /// Times that another path was tried; since Linux 6.2.
  ///
  /// The corresponding C field is `tcpi_rehash`.
  package var rehashes: UInt32? { uint32(at: 236) }
  /// Retransmission timeouts since the connection began; since Linux 6.7.
  ///
  /// The corresponding C field is `tcpi_total_rto`.
  package var totalTimeouts: UInt16? { uint16(at: 240) }
  /// Recoveries after timeouts; since Linux 6.7.
  ///
  /// The corresponding C field is `tcpi_total_rto_recoveries`.
  package var totalTimeoutRecoveries: UInt16? { uint16(at: 242) }
  /// Time spent in those recoveries; since Linux 6.7.
  ///
  /// The corresponding C field is `tcpi_total_rto_time`.
  package var totalTimeoutMilliseconds: UInt32? { uint32(at: 244) }
  /// Segments received that were marked for congestion; since Linux 6.18.
  ///
  /// The corresponding C field is `tcpi_received_ce`.
  package var receivedCE: UInt32? { uint32(at: 248) }
  /// Bytes delivered with ECT(1). The corresponding C field is `tcpi_delivered_e1_bytes`.
  package var deliveredECT1Bytes: UInt32? { uint32(at: 252) }
  /// Bytes delivered with ECT(0). The corresponding C field is `tcpi_delivered_e0_bytes`.
  package var deliveredECT0Bytes: UInt32? { uint32(at: 256) }
  /// Bytes delivered with CE. The corresponding C field is `tcpi_delivered_ce_bytes`.
  package var deliveredCEBytes: UInt32? { uint32(at: 260) }
  /// Bytes received with ECT(1). The corresponding C field is `tcpi_received_e1_bytes`.
  package var receivedECT1Bytes: UInt32? { uint32(at: 264) }
  /// Bytes received with ECT(0). The corresponding C field is `tcpi_received_e0_bytes`.
  package var receivedECT0Bytes: UInt32? { uint32(at: 268) }
  /// Bytes received with CE. The corresponding C field is `tcpi_received_ce_bytes`.
  package var receivedCEBytes: UInt32? { uint32(at: 272) }
  /// Modes and failures of accurate ECN; their layout differs between kernels.
  ///
  /// The corresponding C field is `tcpi_accecn_fail_mode`.
  package var accurateECNStatus: UInt32? { uint32(at: 276) }
}
