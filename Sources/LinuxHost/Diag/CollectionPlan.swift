package import SockDiag
package import SocketModel

/// What a poll reads.
package struct CollectionPlan: Hashable, Sendable {
  /// The kinds wanted. The kernel knows one table for all kinds of a family such as unix: it is
  /// read whole when one of its kinds is wanted.
  package var tables: SocketTables
  /// The address families wanted; IPv4 and IPv6 narrow the internet tables.
  package var families: FamilySet
  /// The states wanted; what the kernel cannot narrow comes whole.
  package var states: StateSet
  package var extensions: InternetExtensions
  package var unixParts: UnixParts
  /// Filter bytecode for the internet tables; empty for none. A kernel that refuses it is asked
  /// without: records must be tested again in any case.
  package var filter: [UInt8]
  /// Ports that all wanted sockets of the internet tables have.
  package var ports = RequestedPorts()
  /// How TCP's two families stand to each other.
  package var familyOrder = FamilyOrder.mixed
  /// TCP sockets that are bound and nothing else in a dump of their own, every few seconds where it
  /// would cost a tenth of each poll, and the tables of MPTCP, UDP and UDP-Lite every few seconds
  /// while they are empty; for readers that poll again and again.
  package var readsBoundApart = false
  /// Whether `Snapshot.gauges` are filled: what is looked at on demand only.
  package var readsGauges = true
  /// The families wanted of tables that are read from files; nil for `families`. `ss` asks sock_diag
  /// for the last of several families and reads all of them from files.
  package var fileFamilies: FamilySet?
  /// Seconds that one request may take.
  package var timeout: Double

  package init(
    tables: SocketTables = .internet, families: FamilySet = .all, states: StateSet = .all,
    extensions: InternetExtensions = .table, unixParts: UnixParts = .table, filter: [UInt8] = [],
    timeout: Double = 10
  ) {
    self.tables = tables
    self.families = families
    self.states = states
    self.extensions = extensions
    self.unixParts = unixParts
    self.filter = filter
    self.timeout = timeout
  }

  /// Whether `table` holds anything that is wanted.
  package func reads(_ table: DiagTable) -> Bool {
    guard !tables.isDisjoint(with: table.kinds), !families.isDisjoint(with: table.families) else {
      return false
    }
    return table.hasStates || states.contains(.close)
  }

  /// The requests that read `table`, in the order of `ss`; `legacy` lets one request read both
  /// families of TCP.
  func requests(for table: DiagTable, legacy: Bool) -> [DumpRequest] {
    switch table {
    case .netlink: [.netlink(NetlinkRequest())]
    case .packet: [.packet(PacketRequest())]
    case .unix: [.unix(UnixRequest(states: states, parts: unixParts))]
    case .vsock: [.vsock(VsockRequest(states: states))]
    case .tipc: [.tipc(TIPCRequest(states: states))]
    case .xdp: [.xdp(XDPRequest())]
    case .raw: internetRequests(.raw, legacy: legacy)
    case .udp: internetRequests(.udp, legacy: legacy)
    case .udpLite: internetRequests(.udpLite, legacy: legacy)
    case .tcp: internetRequests(.tcp, legacy: legacy)
    case .dccp: internetRequests(.dccp, legacy: legacy)
    case .sctp: internetRequests(.sctp, legacy: legacy)
    case .mptcp: internetRequests(.mptcp, legacy: legacy)
    }
  }

  private func internetRequests(_ kind: SocketKind, legacy: Bool) -> [DumpRequest] {
    let requests = InternetRequest.requests(
      kind: kind, families: families, states: states, extensions: extensions, filter: filter)
    return requests.flatMap { request in
      var request = request
      request.ports = ports
      let mayBeBoth = legacy && familyOrder != .separate
      return mayBeBoth || request.fallback.isEmpty ? [request] : request.fallback
    }.map(DumpRequest.internet)
  }
}

/// The order of a table's IPv4 and IPv6 sockets, where one request can read both families a tenth
/// faster than two.
package enum FamilyOrder: Hashable, Sendable {
  /// As the kernel tells them.
  case mixed
  /// IPv4 before IPv6, as `ss` lists them: what is told of IPv6 waits as bytes until the end.
  case held
  /// IPv4 before IPv6, asked for one after the other: for bytes that go on as they came.
  case separate
}
