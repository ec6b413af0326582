internal import SocketModel

/// The listening TCP sockets of a sample, by port: who has accepted a connection that came and went.
struct ListenerIndex: Sendable {
  private struct Port: Hashable {
    var namespace: NamespaceID
    var number: UInt32
  }

  private var ports: [Port: [SocketRecord]] = [:]

  /// Takes time in proportion to all records.
  init(_ records: [SocketRecord]) {
    for row in records.indices where records[row].state == .listen && records[row].kind == .tcp {
      let port = Port(namespace: records[row].namespace, number: records[row].localPort)
      ports[port, default: []].append(records[row])
    }
  }

  /// Adds those of `departed` whose ports nobody listens on any more.
  mutating func add(_ departed: ListenerIndex) {
    ports.merge(departed.ports) { live, _ in live }
  }

  /// The one listener that can have accepted `record`; nil when there is none or more than one.
  func listener(of record: SocketRecord) -> SocketRecord? {
    let port = Port(namespace: record.namespace, number: record.localPort)
    guard let all = ports[port]?.filter({ $0.inode != 0 }), all.count == ports[port]?.count else {
      return nil
    }
    let exact = all.filter {
      $0.family == record.family && $0.localAddress == record.localAddress
    }
    if !exact.isEmpty { return exact.count == 1 ? exact.first : nil }
    let wild = all.filter { $0.localAddress.isZero }
    let own = wild.filter { $0.family == record.family }
    if !own.isEmpty { return own.count == 1 ? own.first : nil }
    guard record.family == .inet || record.localAddress.isMappedIPv4 else { return nil }
    return wild.count == 1 ? wild.first : nil
  }

  /// Whether anybody listens on the local port of `record`.
  func hasListener(on record: SocketRecord) -> Bool {
    ports[Port(namespace: record.namespace, number: record.localPort)] != nil
  }
}

extension SocketRecord {
  /// Whether this is a connection without a file: in its handshake, not accepted yet, closed by its
  /// process. If somebody listens on its port, it is from there that it came.
  var mayHaveListener: Bool {
    kind == .tcp && inode == 0 && remotePort != 0 && state != .listen
  }
}
