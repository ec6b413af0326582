internal import TextSafety

/// Services by port and protocol, as `/etc/services` lists them.
///
/// Format: `services(5)`: name, port`/`protocol, aliases, a comment after `#`. The first line for a
/// port names it, as with `getservbyport`.
struct ServiceTable: Sendable {
  enum Transport: UInt8, CaseIterable, Sendable {
    case tcp, udp, sctp, dccp
  }

  private struct Key: Hashable, Sendable {
    var port: UInt16
    var transport: Transport
  }

  private var names: [Key: RawText] = [:]
  private var ports: [[UInt8]: [(transport: Transport, port: UInt16)]] = [:]

  /// Reads the bytes of the file; lines that make no sense are left out.
  init(_ text: [UInt8]) {
    for line in ByteFields.lines(text) { add(line) }
  }

  /// The services that come with the program, for systems without the file.
  static var bundled: ServiceTable { ServiceTable(BundledServices.bytes) }

  var isEmpty: Bool { names.isEmpty }

  /// The name of a port; nil for one without.
  func name(port: UInt16, _ transport: Transport) -> RawText? {
    names[Key(port: port, transport: transport)]
  }

  /// The port of a name or an alias; nil when the protocol does not have it.
  func port(name: some Sequence<UInt8>, _ transport: Transport) -> UInt16? {
    ports[Array(name)]?.first { $0.transport == transport }?.port
  }

  private mutating func add(_ line: ArraySlice<UInt8>) {
    let words = ByteFields.words(line.prefix { $0 != UInt8(ascii: "#") })
    guard words.count >= 2 else { return }
    let parts = words[1].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == 2, let port = ByteFields.decimal(parts[0], as: UInt16.self),
      let transport = Self.transport(parts[1])
    else { return }
    let key = Key(port: port, transport: transport)
    if names[key] == nil { names[key] = RawText(words[0]) }
    for (index, name) in words.enumerated() where index != 1 {
      ports[Array(name), default: []].append((transport, port))
    }
  }

  private static func transport(_ name: ArraySlice<UInt8>) -> Transport? {
    switch Array(name) {
    case Array("tcp".utf8): .tcp
    case Array("udp".utf8): .udp
    case Array("sctp".utf8): .sctp
    case Array("dccp".utf8): .dccp
    default: nil
    }
  }
}
