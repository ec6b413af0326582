import SocketModel
import TextSafety

/// Small tables of names that tests agree on.
struct TestNames: SocketNames {
  static let services: [(name: String, port: UInt32, kinds: SocketTables)] = [
    ("ssh", 22, SocketTables(.tcp)), ("http", 80, SocketTables(.tcp)),
    ("https", 443, SocketTables(.tcp, .udp)), ("domain", 53, SocketTables(.tcp, .udp)),
    ("http-alt", 8080, SocketTables(.tcp)), ("ntp", 123, SocketTables(.udp)),
  ]
  var hosts: [String: [HostAddress]] = [
    "localhost": [HostAddress(family: .inet, bits: AddressBits(word: 0x7f00_0001))],
    "two.example": [
      HostAddress(family: .inet, bits: AddressBits(word: 0x0a00_0001)),
      HostAddress(family: .inet, bits: AddressBits(word: 0x0a00_0002)),
    ],
    "foo": [], "tipc": [], "xdp": [], "nginx": [], "established": [],
  ]

  func service(port: UInt32, kind: SocketKind) -> RawText? {
    Self.services.first { $0.port == port && $0.kinds.contains(kind) }
      .map { RawText(utf8: $0.name) }
  }
  func port(service: String, kinds: SocketTables) -> UInt32? {
    Self.services.first { $0.name == service && !$0.kinds.isDisjoint(with: kinds) }?.port
  }
  func device(index: UInt32) -> RawText? {
    index == 1 ? RawText(utf8: "lo") : index == 2 ? RawText(utf8: "eth0") : nil
  }
  func deviceIndex(name: String) -> UInt32? { ["lo": 1, "eth0": 2][name] }
  func user(uid: UInt32) -> RawText? { uid == 33 ? RawText(utf8: "www-data") : nil }
  func uid(user: String) -> UInt32? { user == "www-data" ? 33 : nil }
  func cgroup(id: UInt64) -> RawText? {
    id == 7 ? RawText(utf8: "/system.slice/nginx.service") : nil
  }
  func cgroupID(path: String) -> UInt64? {
    ["/system.slice/nginx.service": 7, "/": 1][path]
  }
  func host(address: AddressBits, family: AddressFamily) -> RawText? { nil }
  func addresses(host: String) -> [HostAddress]? { hosts[host] }
  var ephemeralPorts: ClosedRange<UInt32> { 32768...60999 }
}
