internal import SocketModel
internal import TextSafety

/// `-i` of MPTCP and SCTP.
extension RowWriter {
  func writeMPTCP(_ info: MPTCPInfo, to text: inout RowBuffer) {
    token(" subflows:", ifNotZero: info.subflows, to: &text)
    token(" add_addr_signal:", ifNotZero: info.addressesSignalled, to: &text)
    token(" add_addr_accepted:", ifNotZero: info.addressesAccepted, to: &text)
    token(" subflows_max:", ifNotZero: info.maximumSubflows, to: &text)
    token(" add_addr_signal_max:", ifNotZero: info.maximumAddressesSignalled, to: &text)
    token(" add_addr_accepted_max:", ifNotZero: info.maximumAddressesAccepted, to: &text)
    let flags = info.flags ?? 0
    if flags & 1 != 0 { text.append(" fallback") }
    if flags & 2 != 0 { text.append(" remote_key") }
    if let value = info.token, value != 0 { token(" token:", hex: value, to: &text) }
    sequence(" write_seq:", info.writeSequence, to: &text)
    sequence(" snd_una:", info.firstUnacked, to: &text)
    sequence(" rcv_nxt:", info.nextReceive, to: &text)
    token(" local_addr_used:", ifNotZero: info.localAddressesUsed, to: &text)
    token(" local_addr_max:", ifNotZero: info.maximumLocalAddresses, to: &text)
    token(" csum_enabled:", ifNotZero: info.isChecksumEnabled, to: &text)
    token(" retransmits:", ifNotZero: info.retransmits, to: &text)
    token(" bytes_retrans:", ifNotZero: info.bytesRetransmitted, to: &text)
    token(" bytes_sent:", ifNotZero: info.bytesSent, to: &text)
    token(" bytes_received:", ifNotZero: info.bytesReceived, to: &text)
    token(" bytes_acked:", ifNotZero: info.bytesAcked, to: &text)
    token(" subflows_total:", ifNotZero: info.totalSubflows, to: &text)
    token(" endp_laminar_max:", ifNotZero: info.maximumLaminarEndpoints, to: &text)
    token(" last_data_sent:", ifNotZero: info.lastSentMilliseconds, to: &text)
    token(" last_data_recv:", ifNotZero: info.lastReceivedMilliseconds, to: &text)
    token(" last_ack_recv:", ifNotZero: info.lastAckReceivedMilliseconds, to: &text)
  }

  /// A sequence number in hexadecimal, as those of subflows are.
  private func sequence(_ name: StaticString, _ value: UInt64?, to text: inout RowBuffer) {
    guard let value, value != 0 else { return }
    token(name, hex: value, to: &text)
  }

  func writeSCTP(_ info: SCTPInfo, to text: inout RowBuffer) {
    write(info.localAddresses, " locals:", to: &text)
    write(info.peerAddresses, " peers:", to: &text)
    guard options.showsInfo else { return }
    if let tag = info.tag, tag != 0 { token(" tag:", hex: tag, to: &text) }
    if let state = info.state, state != 0 {
      text.append(" state:")
      text.append(Self.associationState(Int(state)))
    }
    writeSCTPQueues(info, to: &text)
    if let tag = info.peerTag, tag != 0 { token(" ptag:", hex: tag, to: &text) }
    token(" pcapable:", ifNotZero: info.peerCapabilities, to: &text)
    token(" psack:", ifNotZero: info.peerSACK, to: &text)
    token(" autoclose:", ifNotZero: info.autoclose, to: &text)
    token(" adapind:", ifNotZero: info.adaptationIndication, to: &text)
    token(" pdpoint:", ifNotZero: info.partialDeliveryPoint, to: &text)
    token(" nodelay:", ifNotZero: info.noDelay, to: &text)
    token(" nofrag:", ifNotZero: info.disablesFragments, to: &text)
    token(" v4mapped:", ifNotZero: info.mapsIPv4, to: &text)
    token(" fraginl:", ifNotZero: info.fragmentInterleave, to: &text)
  }

  private func writeSCTPQueues(_ info: SCTPInfo, to text: inout RowBuffer) {
    token(" rwnd:", ifNotZero: info.receiveWindow, to: &text)
    token(" unackdata:", ifNotZero: info.unackedData, to: &text)
    token(" penddata:", ifNotZero: info.pendingData, to: &text)
    token(" instrms:", ifNotZero: info.streamsIn, to: &text)
    token(" outstrms:", ifNotZero: info.streamsOut, to: &text)
    token(" inqueue:", ifNotZero: info.queueIn, to: &text)
    token(" outqueue:", ifNotZero: info.queueOut, to: &text)
    token(" overerr:", ifNotZero: info.overallErrors, to: &text)
    token(" maxburst:", ifNotZero: info.maximumBurst, to: &text)
    token(" maxseg:", ifNotZero: info.maximumSegment, to: &text)
    token(" prwnd:", ifNotZero: info.peerReceiveWindow, to: &text)
  }

  private func write(
    _ addresses: [HostAddress], _ title: StaticString, to text: inout RowBuffer
  ) {
    for (index, host) in addresses.enumerated() {
      if index == 0 { text.append(title) } else { text.append(",") }
      if host.family == .inet6 {
        text.append(ipv6: host.bits)
      } else {
        text.append(ipv4: host.bits.word)
      }
    }
  }
}
