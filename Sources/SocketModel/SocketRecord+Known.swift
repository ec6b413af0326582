/// The optional reading of what a kernel or a state may not tell.
extension SocketRecord {
  /// Which directions are shut down: 1 receive, 2 send; told with `KnownFields.shutdown`. The
  /// kernel's `INET_DIAG_SHUTDOWN`.
  package var shutdown: UInt8 {
    get { known.shutDirections }
    set { known.shutDirections = newValue }
  }

  /// Owner's user id; nil where the kernel reports 0 for lack of an owner.
  package var ownerUID: UInt32? { known.contains(.owner) ? uid : nil }

  /// Smoothed round-trip time in microseconds; nil before the first measurement.
  package var roundTripMicroseconds: UInt32? {
    known.contains(.tcpInfo) && tcp.roundTripMicroseconds > 0 && state != .listen
      ? tcp.roundTripMicroseconds : nil
  }

  /// Bytes of payload sent: `bytes_sent` less `bytes_retrans`, else `bytes_acked` (which counts
  /// the SYN and the FIN as a byte each); nil for a listener, which carries none.
  package var payloadBytesSent: UInt64? {
    guard state != .listen else { return nil }
    if known.contains(.bytesSent) { return tcp.bytesSent &- tcp.bytesRetransmitted }
    return known.contains(.bytesAcked) ? tcp.bytesAcked : nil
  }

  /// Bytes of payload received; the kernel counts the FIN as a byte. Nil for a listener.
  package var payloadBytesReceived: UInt64? {
    known.contains(.bytesAcked) && state != .listen ? tcp.bytesReceived : nil
  }

  /// Segments retransmitted since the connection began.
  package var totalRetransmits: UInt32? { known.contains(.tcpInfo) ? tcp.retransmits : nil }

  /// What identifies the socket across snapshots, beside its cookie: a reconnect reuses the cookie.
  package var identity: SocketIdentity { SocketIdentity(self) }
}

/// Namespace, kind, cookie and addresses: the same value is the same connection.
package struct SocketIdentity: Hashable, Sendable {
  package var namespace: NamespaceID
  package var kind: SocketKind
  package var cookie: UInt64
  package var localAddress: AddressBits
  package var remoteAddress: AddressBits
  package var localPort: UInt32
  package var remotePort: UInt32

  package init(_ record: SocketRecord) {
    namespace = record.namespace
    kind = record.kind
    cookie = record.cookie
    localAddress = record.localAddress
    remoteAddress = record.remoteAddress
    localPort = record.localPort
    remotePort = record.remotePort
  }
}
