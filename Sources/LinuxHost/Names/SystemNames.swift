package import SocketModel
internal import Synchronization
package import TextSafety

/// The names of this system: services, protocols, interfaces, users, control groups, hosts.
///
/// Look-ups answer from tables. What is not in a table and may block is asked for in the
/// background: nil now, the answer later. A table is read when something is first looked up in it:
/// a numeric listing reads none.
package final class SystemNames: SocketNames {
  private struct State: Sendable {
    var users: UserTable?
    var askedUsers: Set<UInt32> = []
    var askedLogins: Set<String> = []
    var devices: [UInt32: RawText?] = [:]
    var devicesRead = MonotonicTime(nanoseconds: 0)
    var cgroups: CgroupTree?
    var cgroupsWalked: MonotonicTime?
    var isWalking = false

    /// The control groups, at first only where they are mounted.
    var tree: CgroupTree {
      mutating get {
        let known = cgroups ?? CgroupTree.mounted()
        cgroups = known
        return known
      }
    }

    /// The users of `file`.
    mutating func users(_ file: String) -> UserTable {
      let known = users ?? UserTable(SystemNames.contents(file))
      users = known
      return known
    }
  }

  package var ephemeralPorts: ClosedRange<UInt32> { portRange.value }
  private let portRange: OnDemand<ClosedRange<UInt32>>
  /// Host names: ask it to resolve, then look up here.
  package let hosts: HostResolver
  private let services: OnDemand<ServiceTable>
  /// Knows well-known services that the system's table lacks.
  private let bundled = OnDemand { ServiceTable.bundled }
  private let protocols: OnDemand<ProtocolTable>
  private let userFile: String
  private let state = Mutex(State())
  private let pool: WorkerPool
  private let didChange: @Sendable () -> Void

  /// Will read the tables below `etc` and the port range below `/proc/sys`.
  ///
  /// `portRange` stands in for the file of the port range (`PROC_IP_LOCAL_PORT_RANGE`).
  /// `didChange` is called on another thread when a background look-up has an answer.
  package init(
    etc: String = "/etc",
    portRange: String = "/proc/sys/net/ipv4/ip_local_port_range",
    didChange: @escaping @Sendable () -> Void = {}
  ) {
    services = OnDemand {
      let listed = ServiceTable(Self.contents("\(etc)/services"))
      return listed.isEmpty ? .bundled : listed
    }
    protocols = OnDemand {
      let known = ProtocolTable(Self.contents("\(etc)/protocols"))
      return known.isEmpty ? .bundled : known
    }
    self.portRange = OnDemand {
      Self.parsePortRange(Self.contents(portRange)) ?? 1024...4999
    }
    userFile = "\(etc)/passwd"
    let pool = WorkerPool()
    self.pool = pool
    self.didChange = didChange
    hosts = HostResolver(pool: pool, didChange: didChange)
  }

  package func service(port: UInt32, kind: SocketKind) -> RawText? {
    if kind == .raw { return protocols.value.name(port) }
    guard let transport = Self.transport(kind), let port = UInt16(exactly: port) else { return nil }
    return services.value.name(port: port, transport)
  }

  package func port(service: String, kinds: SocketTables) -> UInt32? {
    for kind in SocketKind.allCases where kinds.contains(kind) {
      if kind == .raw, let number = protocols.value.number(service.utf8) { return number }
      guard let transport = Self.transport(kind) else { continue }
      if let port = services.value.port(name: service.utf8, transport) { return UInt32(port) }
    }
    return bundledPort(service, kinds)
  }

  private func bundledPort(_ service: String, _ kinds: SocketTables) -> UInt32? {
    for kind in SocketKind.allCases where kinds.contains(kind) {
      guard let transport = Self.transport(kind) else { continue }
      if let port = bundled.value.port(name: service.utf8, transport) { return UInt32(port) }
    }
    return nil
  }

  package func device(index: UInt32) -> RawText? {
    let now = HostClock.monotonic()
    return state.withLock { state in
      if now.seconds(since: state.devicesRead) > 5 {
        state.devices = [:]
        state.devicesRead = now
      }
      if let known = state.devices[index] { return known }
      let name = NameService.device(index: index)
      state.devices[index] = .some(name)
      return name
    }
  }

  package func deviceIndex(name: String) -> UInt32? { NameService.deviceIndex(name: name) }

  package func user(uid: UInt32) -> RawText? {
    let (name, mustAsk) = state.withLock { state -> (RawText?, Bool) in
      if let name = state.users(userFile).name(uid) { return (name, false) }
      guard state.askedUsers.count < 10_000 else { return (nil, false) }
      return (nil, state.askedUsers.insert(uid).inserted)
    }
    if mustAsk { ask { NameService.user(uid: uid).map { (uid, $0) } } }
    return name
  }

  package func uid(user: String) -> UInt32? {
    let (uid, mustAsk) = state.withLock { state -> (UInt32?, Bool) in
      if let uid = state.users(userFile).uid(user.utf8) { return (uid, false) }
      guard state.askedLogins.count < 10_000 else { return (nil, false) }
      return (nil, state.askedLogins.insert(user).inserted)
    }
    if mustAsk { ask { NameService.uid(user: user).map { ($0, RawText(utf8: user)) } } }
    return uid
  }

  package func host(address: AddressBits, family: AddressFamily) -> RawText? {
    hosts.name(of: HostAddress(family: family, bits: address))
  }

  package func addresses(host: String) -> [HostAddress]? { hosts.addresses(of: host) }

  package func cgroupID(path: String) -> UInt64? {
    state.withLock { $0.tree }.id(path: path)
  }

  package func cgroup(id: UInt64) -> RawText? {
    let now = HostClock.monotonic()
    let (path, mustWalk) = state.withLock { state -> (RawText?, Bool) in
      if let path = state.tree.path(id) { return (path, false) }
      let isFresh = state.cgroupsWalked.map { now.seconds(since: $0) < 1 } ?? false
      guard id != 0, !state.isWalking, !isFresh else { return (nil, false) }
      state.isWalking = true
      return (nil, true)
    }
    if mustWalk, !pool.run({ [self] in loadCgroups() }) {
      state.withLock { $0.isWalking = false }
    }
    return path
  }

  /// Reads all control groups now; for `--once`, where nothing comes later. O(groups).
  package func loadCgroups() {
    var tree = state.withLock { $0.tree }
    tree.walk()
    let walked = tree
    state.withLock { state in
      state.cgroups = walked
      state.cgroupsWalked = HostClock.monotonic()
      state.isWalking = false
    }
    didChange()
  }

  private func ask(_ lookUp: @escaping @Sendable () -> (UInt32, RawText)?) {
    _ = pool.run { [self] in
      guard let (uid, name) = lookUp() else { return }
      state.withLock { $0.users?.add(uid: uid, name: name) }
      didChange()
    }
  }

  /// Two numbers, ascending; nil for anything else.
  static func parsePortRange(_ text: [UInt8]) -> ClosedRange<UInt32>? {
    let line = text.prefix { $0 != ByteFields.newline }
    let numbers = ByteFields.words(line).map { ByteFields.decimal($0, as: UInt32.self) }
    guard numbers.count == 2, let low = numbers[0], let high = numbers[1], low <= high else {
      return nil
    }
    return low...high
  }

  private static func transport(_ kind: SocketKind) -> ServiceTable.Transport? {
    switch kind {
    case .tcp, .mptcp: .tcp
    case .udp, .udpLite: .udp
    case .sctp: .sctp
    case .dccp: .dccp
    case .raw, .unixStream, .unixDatagram, .unixSequenced, .packetRaw, .packetDatagram, .netlink,
      .vsockStream, .vsockDatagram, .tipcStream, .tipcDatagram, .tipcReliable, .tipcSequenced, .xdp:
      nil
    }
  }

  fileprivate static func contents(_ path: String) -> [UInt8] {
    do throws(Errno) {
      return try FileContents.read(path, limit: 4 << 20)
    } catch {
      return []
    }
  }
}
