/// `struct sctp_info` as long as the kernel sent it, and the addresses of both ends.
///
/// A field beyond the end is nil. Kernel: `include/uapi/linux/sctp.h`.
package struct SCTPInfo: Hashable, Sendable {
  /// The bytes in the kernel's order; empty when only addresses came.
  package var bytes: [UInt8]
  package var localAddresses: [HostAddress]
  package var peerAddresses: [HostAddress]

  package init(
    bytes: [UInt8] = [], localAddresses: [HostAddress] = [], peerAddresses: [HostAddress] = []
  ) {
    self.bytes = bytes
    self.localAddresses = localAddresses
    self.peerAddresses = peerAddresses
  }
}

extension SCTPInfo {
  /// The own verification tag. The corresponding C field is `sctpi_tag`.
  package var tag: UInt32? { bytes.field(at: 0) }
  /// The association's state: 0 closed, 1 cookie wait, 2 cookie echoed, 3 established, and on.
  ///
  /// The corresponding C field is `sctpi_state`.
  package var state: UInt32? { bytes.field(at: 4) }
  /// Bytes of the own window. The corresponding C field is `sctpi_rwnd`.
  package var receiveWindow: UInt32? { bytes.field(at: 8) }
  /// Chunks not acknowledged. The corresponding C field is `sctpi_unackdata`.
  package var unackedData: UInt16? { bytes.field(at: 12) }
  /// Chunks not yet read. The corresponding C field is `sctpi_penddata`.
  package var pendingData: UInt16? { bytes.field(at: 14) }
  /// Inbound streams. The corresponding C field is `sctpi_instrms`.
  package var streamsIn: UInt16? { bytes.field(at: 16) }
  /// Outbound streams. The corresponding C field is `sctpi_outstrms`.
  package var streamsOut: UInt16? { bytes.field(at: 18) }
  /// Bytes from which messages are cut. The corresponding C field is `sctpi_fragmentation_point`.
  package var fragmentationPoint: UInt32? { bytes.field(at: 20) }
  /// Messages received and queued. The corresponding C field is `sctpi_inqueue`.
  package var queueIn: UInt32? { bytes.field(at: 24) }
  /// Messages queued to send. The corresponding C field is `sctpi_outqueue`.
  package var queueOut: UInt32? { bytes.field(at: 28) }
  /// Errors since the last success. The corresponding C field is `sctpi_overall_error`.
  package var overallErrors: UInt32? { bytes.field(at: 32) }
  /// Packets in a burst. The corresponding C field is `sctpi_max_burst`.
  package var maximumBurst: UInt32? { bytes.field(at: 36) }
  /// Bytes of a segment. The corresponding C field is `sctpi_maxseg`.
  package var maximumSegment: UInt32? { bytes.field(at: 40) }
  /// Bytes of the peer's window. The corresponding C field is `sctpi_peer_rwnd`.
  package var peerReceiveWindow: UInt32? { bytes.field(at: 44) }
  /// The peer's verification tag. The corresponding C field is `sctpi_peer_tag`.
  package var peerTag: UInt32? { bytes.field(at: 48) }
  /// What the peer can do, as bits. The corresponding C field is `sctpi_peer_capable`.
  package var peerCapabilities: UInt8? { bytes.field(at: 52) }
  /// Whether the peer asks for a SACK. The corresponding C field is `sctpi_peer_sack`.
  package var peerSACK: UInt8? { bytes.field(at: 53) }
  /// Seconds of idleness until the association closes.
  ///
  /// The corresponding C field is `sctpi_s_autoclose`.
  package var autoclose: UInt32? { bytes.field(at: 344) }
  /// The adaptation layer's indication. The corresponding C field is `sctpi_s_adaptation_ind`.
  package var adaptationIndication: UInt32? { bytes.field(at: 348) }
  /// Bytes from which a message is handed over in parts.
  ///
  /// The corresponding C field is `sctpi_s_pd_point`.
  package var partialDeliveryPoint: UInt32? { bytes.field(at: 352) }
  /// `SCTP_NODELAY`. The corresponding C field is `sctpi_s_nodelay`.
  package var noDelay: UInt8? { bytes.field(at: 356) }
  /// `SCTP_DISABLE_FRAGMENTS`. The corresponding C field is `sctpi_s_disable_fragments`.
  package var disablesFragments: UInt8? { bytes.field(at: 357) }
  /// `SCTP_I_WANT_MAPPED_V4_ADDR`. The corresponding C field is `sctpi_s_v4mapped`.
  package var mapsIPv4: UInt8? { bytes.field(at: 358) }
  /// `SCTP_FRAGMENT_INTERLEAVE`. The corresponding C field is `sctpi_s_frag_interleave`.
  package var fragmentInterleave: UInt8? { bytes.field(at: 359) }
  /// 0 one to many, 1 one to one, 2 high bandwidth. The corresponding C field is `sctpi_s_type`.
  package var socketType: UInt32? { bytes.field(at: 360) }
}
