package import TextSafety

/// One of the two ends of a socket.
package enum SocketEnd: Hashable, CaseIterable, Sendable { case local, peer }

/// How the two ends of a socket are written: exactly as `ss` writes them.
///
/// An end has an address, a separator and a port; `ss` puts address with separator in one column
/// and the port in the next, other places write all three.
package struct AddressText: Sendable {
  package var names: any SocketNames
  /// Ports, protocols and users as numbers (`-n`).
  package var isNumeric: Bool
  /// Host names instead of addresses where they have been resolved (`-r`).
  package var showsHosts: Bool
  /// The name of the process with a netlink port id; nil for one that is not there.
  package var processName: @Sendable (UInt32) -> RawText?

  package init(
    names: any SocketNames, isNumeric: Bool = true, showsHosts: Bool = false,
    processName: @escaping @Sendable (UInt32) -> RawText? = { _ in nil }
  ) {
    self.names = names
    self.isNumeric = isNumeric
    self.showsHosts = showsHosts
    self.processName = processName
  }

  /// Appends address, separator and port of one end: `10.0.0.1:443`, `[::1]%lo:*`, `@name 812`.
  ///
  /// `name` is the unix name (`Snapshot.name(of:)`, `SocketDetail.name`), else not looked at.
  package func append(
    _ end: SocketEnd, of record: SocketRecord, name: RawText, to text: inout SafeText
  ) {
    appendAddress(end, of: record, name: name, to: &text)
    appendSeparator(end, of: record, to: &text)
    appendPort(end, of: record, to: &text)
  }

  /// What stands between address and port: `:`, a blank for unix, nothing where there is no port.
  package func separator(_ end: SocketEnd, of record: SocketRecord) -> SafeText {
    var text = SafeText()
    appendSeparator(end, of: record, to: &text)
    return text
  }

  private func appendSeparator(
    _ end: SocketEnd, of record: SocketRecord, to text: inout SafeText
  ) {
    switch record.family {
    case .inet, .inet6, .vsock: text.append(":")
    case .unix: text.append(" ")
    case .packet, .xdp: if end == .local { text.append(":") }
    case .netlink: if end == .local || record.isNetlinkConnected { text.append(":") }
    case .tipc: if end == .local || record.hasRemote { text.append(":") }
    }
  }

  /// Appends the address of one end, IPv6 in brackets, the local one with `%DEVICE` if bound.
  package func appendAddress(
    _ end: SocketEnd, of record: SocketRecord, name: RawText, to text: inout SafeText
  ) {
    switch record.family {
    case .inet, .inet6: appendInternet(end, of: record, to: &text)
    case .unix: appendUnix(end, of: record, name: name, to: &text)
    case .packet: appendPacket(end, of: record, to: &text)
    case .netlink: appendNetlink(end, of: record, to: &text)
    case .vsock: append(wildcard: record.address(of: end).word, to: &text)
    case .tipc: appendTIPC(end, of: record, to: &text)
    case .xdp:
      guard end == .local else { return text.append("*") }
      append(device: record.localAddress.word, to: &text)
    }
  }

  /// Appends the port of one end, or what the family has in its place; nothing where it has none.
  package func appendPort(_ end: SocketEnd, of record: SocketRecord, to text: inout SafeText) {
    let port = record.port(of: end)
    switch record.family {
    case .inet, .inet6: append(port: port, kind: record.kind, to: &text)
    case .unix: text.append(port)
    case .vsock: append(wildcard: port, to: &text)
    case .packet:
      guard end == .local else { return }
      if port == 0 { text.append("*") } else { append(device: port, to: &text) }
    case .netlink: appendNetlinkPort(end, of: record, to: &text)
    case .tipc: if end == .local || record.hasRemote { text.append(port) }
    case .xdp:
      guard end == .local else { return }
      text.append("q")
      text.append(port)
    }
  }

  /// Appends the name of an interface, `ifN` for one that is not known.
  package func append(device index: UInt32, to text: inout SafeText) {
    if let name = names.device(index: index) { return text.append(name) }
    text.append("if")
    text.append(index)
  }

  private func append(wildcard value: UInt32, to text: inout SafeText) {
    if value == .max { text.append("*") } else { text.append(value) }
  }

  private func append(port: UInt32, kind: SocketKind, to text: inout SafeText) {
    guard port != 0 else { return text.append("*") }
    if isNumeric { return text.append(port) }
    if kind == .raw {
      if let name = names.service(port: port, kind: .raw) { return text.append(name) }
      text.append("ipproto-")
      return text.append(port)
    }
    guard !names.ephemeralPorts.contains(port), let name = names.service(port: port, kind: kind)
    else { return text.append(port) }
    text.append(name)
  }
}

extension SocketRecord {
  /// The address bits of one end.
  package func address(of end: SocketEnd) -> AddressBits {
    switch end {
    case .local: localAddress
    case .peer: remoteAddress
    }
  }

  /// The port of one end, or what the family has in its place.
  package func port(of end: SocketEnd) -> UInt32 {
    switch end {
    case .local: localPort
    case .peer: remotePort
    }
  }

  /// Whether the far end is told: an address or a port that is not zero.
  package var hasRemote: Bool { !remoteAddress.isZero || remotePort != 0 }

  /// Whether a netlink socket has a peer.
  package var isNetlinkConnected: Bool { family == .netlink && remotePort != .max }
}
