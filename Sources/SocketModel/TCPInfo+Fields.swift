/// Every field of `tcp_info` up to Linux 6.18; nil where the kernel's struct ends before it.
///
/// Times say their unit in their name; counters run since the connection began. Kernel:
/// `struct tcp_info` in `include/uapi/linux/tcp.h`.
extension TCPInfo {
  /// The state of the socket. The corresponding C field is `tcpi_state`.
  package var state: UInt8? { uint8(at: 0) }
  /// The congestion machine: 0 open, 1 disorder, 2 CWR, 3 recovery, 4 loss.
  ///
  /// The corresponding C field is `tcpi_ca_state`.
  package var congestionMachineState: UInt8? { uint8(at: 1) }
  /// Retransmission timeouts since the last progress.
  ///
  /// The corresponding C field is `tcpi_retransmits`.
  package var timeoutsInARow: UInt8? { uint8(at: 2) }
  /// Unanswered window or keepalive probes. The corresponding C field is `tcpi_probes`.
  package var probes: UInt8? { uint8(at: 3) }
  /// The exponent of the timer's back-off. The corresponding C field is `tcpi_backoff`.
  package var backoff: UInt8? { uint8(at: 4) }
  /// Which options were negotiated. The corresponding C field is `tcpi_options`.
  package var options: TCPOptions? { uint8(at: 5).map { TCPOptions(rawValue: $0) } }

  /// The shift of the peer's window; meaningful with `TCPOptions.windowScale`. The corresponding
  /// C field is `tcpi_snd_wscale`.
  package var sendWindowScale: UInt8? { uint8(at: 6).map { $0 & 0xf } }

  /// The shift of the own window; as `sendWindowScale`. The corresponding C field is
  /// `tcpi_rcv_wscale`.
  package var receiveWindowScale: UInt8? { uint8(at: 6).map { $0 >> 4 } }

  /// Whether `deliveryRate` was limited by the application; nil before Linux 4.9. The
  /// corresponding C field is `tcpi_delivery_rate_app_limited`.
  package var isApplicationLimited: Bool? {
    count >= 168 ? uint8(at: 7).map { $0 & 1 != 0 } : nil
  }

  /// Why TCP Fast Open failed on the client: 0 unknown or none, 1 cookie missing, 2 data not
  /// acknowledged, 3 SYN lost. The corresponding C field is `tcpi_fastopen_client_fail`.
  package var fastOpenFailure: UInt8? { uint8(at: 7).map { $0 >> 1 & 3 } }

  /// The retransmission timeout. The corresponding C field is `tcpi_rto`.
  package var retransmitTimeoutMicroseconds: UInt32? { uint32(at: 8) }
  /// The timeout of delayed acknowledgements. The corresponding C field is `tcpi_ato`.
  package var delayedAckMicroseconds: UInt32? { uint32(at: 12) }
  /// Bytes of a sent segment. The corresponding C field is `tcpi_snd_mss`.
  package var sendMSS: UInt32? { uint32(at: 16) }
  /// Bytes of a received segment, estimated. The corresponding C field is `tcpi_rcv_mss`.
  package var receiveMSS: UInt32? { uint32(at: 20) }
  /// Segments in flight; of a listener the connections that wait to be accepted.
  ///
  /// The corresponding C field is `tcpi_unacked`.
  package var unacked: UInt32? { uint32(at: 24) }
  /// Segments acknowledged out of order; of a listener the limit of its queue.
  ///
  /// The corresponding C field is `tcpi_sacked`.
  package var sacked: UInt32? { uint32(at: 28) }
  /// Segments taken for lost. The corresponding C field is `tcpi_lost`.
  package var lost: UInt32? { uint32(at: 32) }
  /// Retransmitted segments in flight. The corresponding C field is `tcpi_retrans`.
  package var retransmitsInFlight: UInt32? { uint32(at: 36) }
  /// Segments acknowledged forward; 0 on newer kernels.
  ///
  /// The corresponding C field is `tcpi_fackets`.
  package var forwardAcked: UInt32? { uint32(at: 40) }
  /// Time since data was sent. The corresponding C field is `tcpi_last_data_sent`.
  package var lastSentMilliseconds: UInt32? { uint32(at: 44) }
  /// Always 0: the kernel does not remember. The corresponding C field is `tcpi_last_ack_sent`.
  package var lastAckSentMilliseconds: UInt32? { uint32(at: 48) }
  /// Time since data was received. The corresponding C field is `tcpi_last_data_recv`.
  package var lastReceivedMilliseconds: UInt32? { uint32(at: 52) }
  /// Time since an acknowledgement was received.
  ///
  /// The corresponding C field is `tcpi_last_ack_recv`.
  package var lastAckReceivedMilliseconds: UInt32? { uint32(at: 56) }
  /// Bytes of the largest packet on the path. The corresponding C field is `tcpi_pmtu`.
  package var pathMTU: UInt32? { uint32(at: 60) }
  /// Bytes to which the receive window may grow at once.
  ///
  /// The corresponding C field is `tcpi_rcv_ssthresh`.
  package var receiveSlowStartThreshold: UInt32? { uint32(at: 64) }
  /// The smoothed round-trip time. The corresponding C field is `tcpi_rtt`.
  package var roundTripMicroseconds: UInt32? { uint32(at: 68) }
  /// The mean deviation of the round-trip time. The corresponding C field is `tcpi_rttvar`.
  package var roundTripVarianceMicroseconds: UInt32? { uint32(at: 72) }
  /// Segments; over 65,535 while it was never reached.
  ///
  /// The corresponding C field is `tcpi_snd_ssthresh`.
  package var slowStartThreshold: UInt32? { uint32(at: 76) }
  /// Segments. The corresponding C field is `tcpi_snd_cwnd`.
  package var congestionWindow: UInt32? { uint32(at: 80) }
  /// Bytes of a segment as told to the peer. The corresponding C field is `tcpi_advmss`.
  package var advertisedMSS: UInt32? { uint32(at: 84) }
  /// Segments that may be out of order before one counts as lost.
  ///
  /// The corresponding C field is `tcpi_reordering`.
  package var reordering: UInt32? { uint32(at: 88) }
  /// The receiver's own estimate of the round-trip time.
  ///
  /// The corresponding C field is `tcpi_rcv_rtt`.
  package var receiverRoundTripMicroseconds: UInt32? { uint32(at: 92) }
  /// Bytes that the application takes per round trip.
  ///
  /// The corresponding C field is `tcpi_rcv_space`.
  package var receiveSpace: UInt32? { uint32(at: 96) }
  /// Segments retransmitted since the connection began.
  ///
  /// The corresponding C field is `tcpi_total_retrans`.
  package var totalRetransmits: UInt32? { uint32(at: 100) }
}
