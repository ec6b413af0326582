/// `struct mptcp_info` as long as the kernel sent it; a field beyond the end is nil.
///
/// Kernel: `include/uapi/linux/mptcp.h`.
package struct MPTCPInfo: Hashable, Sendable {
  /// The bytes in the kernel's order, at most 512.
  package var bytes: [UInt8]

  /// Takes the first 512 bytes.
  package init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes.prefix(512)) }
}

extension MPTCPInfo {
  /// Further subflows beside the first. The corresponding C field is `mptcpi_subflows`.
  package var subflows: UInt8? { bytes.field(at: 0) }
  /// Addresses announced to the peer. The corresponding C field is `mptcpi_add_addr_signal`.
  package var addressesSignalled: UInt8? { bytes.field(at: 1) }
  /// Addresses accepted from the peer. The corresponding C field is `mptcpi_add_addr_accepted`.
  package var addressesAccepted: UInt8? { bytes.field(at: 2) }
  /// The limit of `subflows`. The corresponding C field is `mptcpi_subflows_max`.
  package var maximumSubflows: UInt8? { bytes.field(at: 3) }
  /// The limit of `addressesSignalled`.
  ///
  /// The corresponding C field is `mptcpi_add_addr_signal_max`.
  package var maximumAddressesSignalled: UInt8? { bytes.field(at: 4) }
  /// The limit of `addressesAccepted`.
  ///
  /// The corresponding C field is `mptcpi_add_addr_accepted_max`.
  package var maximumAddressesAccepted: UInt8? { bytes.field(at: 5) }
  /// Bit 0: fell back to TCP; bit 1: the peer's key was received.
  ///
  /// The corresponding C field is `mptcpi_flags`.
  package var flags: UInt32? { bytes.field(at: 8) }
  /// The connection's token. The corresponding C field is `mptcpi_token`.
  package var token: UInt32? { bytes.field(at: 12) }
  /// The next data sequence number to write. The corresponding C field is `mptcpi_write_seq`.
  package var writeSequence: UInt64? { bytes.field(at: 16) }
  /// The first data sequence number not acknowledged.
  ///
  /// The corresponding C field is `mptcpi_snd_una`.
  package var firstUnacked: UInt64? { bytes.field(at: 24) }
  /// The next data sequence number expected. The corresponding C field is `mptcpi_rcv_nxt`.
  package var nextReceive: UInt64? { bytes.field(at: 32) }
  /// Local addresses in use. The corresponding C field is `mptcpi_local_addr_used`.
  package var localAddressesUsed: UInt8? { bytes.field(at: 40) }
  /// The limit of `localAddressesUsed`. The corresponding C field is `mptcpi_local_addr_max`.
  package var maximumLocalAddresses: UInt8? { bytes.field(at: 41) }
  /// 1 when data is checksummed. The corresponding C field is `mptcpi_csum_enabled`.
  package var isChecksumEnabled: UInt8? { bytes.field(at: 42) }
  /// Retransmissions on the level of MPTCP; since Linux 6.5.
  ///
  /// The corresponding C field is `mptcpi_retransmits`.
  package var retransmits: UInt32? { bytes.field(at: 44) }
  /// Bytes retransmitted; since Linux 6.5. The corresponding C field is `mptcpi_bytes_retrans`.
  package var bytesRetransmitted: UInt64? { bytes.field(at: 48) }
  /// Bytes sent; since Linux 6.5. The corresponding C field is `mptcpi_bytes_sent`.
  package var bytesSent: UInt64? { bytes.field(at: 56) }
  /// Bytes received; since Linux 6.5. The corresponding C field is `mptcpi_bytes_received`.
  package var bytesReceived: UInt64? { bytes.field(at: 64) }
  /// Bytes acknowledged; since Linux 6.5. The corresponding C field is `mptcpi_bytes_acked`.
  package var bytesAcked: UInt64? { bytes.field(at: 72) }
  /// All subflows, the first included; since Linux 6.8.
  ///
  /// The corresponding C field is `mptcpi_subflows_total`.
  package var totalSubflows: UInt8? { bytes.field(at: 80) }
  /// Laminar endpoints; since Linux 6.18. The corresponding C field is `mptcpi_endp_laminar_max`.
  package var maximumLaminarEndpoints: UInt8? { bytes.field(at: 81) }
  /// Time since data was sent; since Linux 6.10.
  ///
  /// The corresponding C field is `mptcpi_last_data_sent`.
  package var lastSentMilliseconds: UInt32? { bytes.field(at: 84) }
  /// Time since data was received; since Linux 6.10.
  ///
  /// The corresponding C field is `mptcpi_last_data_recv`.
  package var lastReceivedMilliseconds: UInt32? { bytes.field(at: 88) }
  /// Time since an acknowledgement was received; since Linux 6.10.
  ///
  /// The corresponding C field is `mptcpi_last_ack_recv`.
  package var lastAckReceivedMilliseconds: UInt32? { bytes.field(at: 92) }
}
