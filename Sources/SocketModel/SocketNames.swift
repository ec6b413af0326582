package import TextSafety

/// Names for numbers and numbers for names, from the system's tables.
///
/// Lookups are quick and never block: what is not in a table yet is nil.
package protocol SocketNames: Sendable {
  /// The service of a port, such as `https`; nil for one without a name.
  func service(port: UInt32, kind: SocketKind) -> RawText?
  /// The port of a service for the first of `kinds` that has it.
  func port(service: String, kinds: SocketTables) -> UInt32?
  /// The name of an interface.
  func device(index: UInt32) -> RawText?
  /// The index of an interface.
  func deviceIndex(name: String) -> UInt32?
  /// The login name of a user.
  func user(uid: UInt32) -> RawText?
  /// The user id of a login name.
  func uid(user: String) -> UInt32?
  /// The path of a control group below the cgroup2 mount, beginning with `/`.
  func cgroup(id: UInt64) -> RawText?
  /// The id of the control group at `path`.
  func cgroupID(path: String) -> UInt64?
  /// The host name of an address, when it has been resolved.
  func host(address: AddressBits, family: AddressFamily) -> RawText?
  /// The addresses of a host name, when it has been resolved; nil while it has not, empty when it
  /// has none.
  func addresses(host: String) -> [HostAddress]?
  /// The range of ports that the kernel chooses from by itself (`ip_local_port_range`).
  var ephemeralPorts: ClosedRange<UInt32> { get }
}

/// One address of a host.
package struct HostAddress: Hashable, Sendable {
  package var family: AddressFamily
  package var bits: AddressBits

  package init(family: AddressFamily, bits: AddressBits) {
    self.family = family
    self.bits = bits
  }
}

/// No names at all: every lookup is nil.
package struct NoNames: SocketNames {
  package init() {}
  package func service(port: UInt32, kind: SocketKind) -> RawText? { nil }
  package func port(service: String, kinds: SocketTables) -> UInt32? { nil }
  package func device(index: UInt32) -> RawText? { nil }
  package func deviceIndex(name: String) -> UInt32? { nil }
  package func user(uid: UInt32) -> RawText? { nil }
  package func uid(user: String) -> UInt32? { nil }
  package func cgroup(id: UInt64) -> RawText? { nil }
  package func cgroupID(path: String) -> UInt64? { nil }
  package func host(address: AddressBits, family: AddressFamily) -> RawText? { nil }
  package func addresses(host: String) -> [HostAddress]? { nil }
  package var ephemeralPorts: ClosedRange<UInt32> { 32768...60999 }
}
