internal import CSockDiag
internal import Netlink
package import SocketModel

/// Asks inet_diag for a table.
///
/// TCP's two families come in one walk by the request of Linux 2.6, which every kernel since
/// understands and which is a tenth cheaper; kernels that refuse it are asked by `fallback`.
package struct InternetRequest: Hashable, Sendable {
  /// Which families one request asks for.
  package enum Families: Hashable, Sendable {
    /// IPv4 and IPv6 in one walk (`TCPDIAG_GETSOCK`); TCP only.
    case both
    case inet
    case inet6
  }

  package var kind: SocketKind
  package var families: Families
  package var states: StateSet
  package var extensions: InternetExtensions
  /// Filter bytecode (`INET_DIAG_REQ_BYTECODE`); empty for none.
  package var filter: [UInt8]
  /// Ports that all wanted sockets have.
  package var ports = RequestedPorts()

  package init(
    kind: SocketKind, families: Families, states: StateSet = .all,
    extensions: InternetExtensions = .table, filter: [UInt8] = []
  ) {
    self.kind = kind
    self.families = families
    self.states = states
    self.extensions = extensions
    self.filter = filter
  }

  /// The requests that together read the table of `kind` for `families`, IPv4 first; empty for a
  /// kind that is not of the internet.
  package static func requests(
    kind: SocketKind, families: FamilySet = .internet, states: StateSet = .all,
    extensions: InternetExtensions = .table, filter: [UInt8] = []
  ) -> [InternetRequest] {
    guard kind.isInternet else { return [] }
    var chosen: [Families] = []
    if families.contains(.inet) { chosen.append(.inet) }
    if families.contains(.inet6) { chosen.append(.inet6) }
    if kind == .tcp, chosen.count == 2 { chosen = [.both] }
    return chosen.map {
      InternetRequest(
        kind: kind, families: $0, states: states, extensions: extensions, filter: filter)
    }
  }

  /// What to ask when the kernel refuses this request; empty when there is no other way.
  package var fallback: [InternetRequest] {
    guard families == .both else { return [] }
    return [Families.inet, .inet6].map {
      var request = self
      request.families = $0
      return request
    }
  }

  /// The bytes of the dump request.
  package func message(sequence: UInt32) -> [UInt8] {
    var message =
      families == .both ? legacyMessage(sequence: sequence) : modernMessage(sequence: sequence)
    if !filter.isEmpty { message.appendAttribute(type: topss_inet_req_bytecode, filter) }
    if kind == .mptcp { message.appendAttribute(type: topss_inet_req_protocol, Self.mptcp) }
    return message.bytes
  }

  /// `struct inet_diag_req`.
  private func legacyMessage(sequence: UInt32) -> NetlinkMessageBuilder {
    var message = NetlinkMessageBuilder(
      type: topss_tcpdiag_getsock, flags: [.request, .dump], sequence: sequence)
    message.append(topss_af_unspec)
    message.append(UInt8(0))
    message.append(UInt8(0))
    message.append(extensions.rawValue)
    appendIdentity(to: &message)
    message.append(states.rawValue)
    message.append(UInt32(0))
    return message
  }

  /// `struct inet_diag_req_v2`.
  private func modernMessage(sequence: UInt32) -> NetlinkMessageBuilder {
    var message = NetlinkMessageBuilder(
      type: topss_sock_diag_by_family, flags: [.request, .dump], sequence: sequence)
    message.append(families == .inet6 ? topss_af_inet6 : topss_af_inet)
    message.append(Self.protocolNumber(of: kind))
    message.append(extensions.rawValue)
    message.append(UInt8(0))
    message.append(states.rawValue)
    appendIdentity(to: &message)
    return message
  }

  /// `struct inet_diag_sockid`; a dump heeds nothing of it but the ports.
  private func appendIdentity(to message: inout NetlinkMessageBuilder) {
    message.append(ports.local.bigEndian)
    message.append(ports.remote.bigEndian)
    message.append(zeros: 44)
  }

  /// `IPPROTO_MPTCP`, too large for the request's byte.
  static let mptcp: UInt32 = 262

  /// The protocol byte of a request; 0, which the kernel refuses, for a kind of another family.
  static func protocolNumber(of kind: SocketKind) -> UInt8 {
    switch kind {
    case .tcp: 6
    // The lower byte of `mptcp`; the whole number goes into an attribute.
    case .mptcp: 6
    case .udp: 17
    case .udpLite: 136
    case .raw: 255
    case .sctp: 132
    case .dccp: 33
    case .unixStream, .unixDatagram, .unixSequenced, .packetRaw, .packetDatagram, .netlink,
      .vsockStream, .vsockDatagram, .tipcStream, .tipcDatagram, .tipcReliable, .tipcSequenced,
      .xdp:
      0
    }
  }
}

/// What inet_diag adds to a reply when asked; the rest comes by itself.
///
/// Bit N stands for attribute N + 1. Kernel: `idiag_ext` in `include/uapi/linux/inet_diag.h`.
package struct InternetExtensions: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let legacyMemory = InternetExtensions(rawValue: 1 << 0)
  /// `tcp_info` and its siblings; of TCP also the upper layer's protocol.
  package static let info = InternetExtensions(rawValue: 1 << 1)
  /// What the congestion control tells of itself.
  package static let congestionState = InternetExtensions(rawValue: 1 << 2)
  package static let congestionName = InternetExtensions(rawValue: 1 << 3)
  package static let typeOfService = InternetExtensions(rawValue: 1 << 4)
  /// The traffic class, and the class id of cgroup v1.
  package static let trafficClass = InternetExtensions(rawValue: 1 << 5)
  package static let memory = InternetExtensions(rawValue: 1 << 6)
  package static let shutdown = InternetExtensions(rawValue: 1 << 7)

  /// What every poll asks for.
  package static let table: InternetExtensions = [.info, .memory]
  /// Everything that there is.
  package static let all = InternetExtensions(rawValue: 0xff)
}
