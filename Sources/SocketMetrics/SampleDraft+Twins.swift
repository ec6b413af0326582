internal import SocketModel

/// One connection under two cookies.
///
/// The kernel gives a socket its cookie when it is first asked for, and what takes the socket's place
/// has the same one only if it was asked for by then. So the TIME-WAIT of a connection that nobody
/// had looked at is a stranger to the announcement of its end; and a dump that stops between a
/// connection request and its record names a request that has become a connection already, by
/// another cookie. Both are known by their addresses.
extension SampleDraft {
  /// The kernel's last word on the connection of `record`.
  mutating func takeAnnouncement(of record: SocketRecord) -> DestroyedSocket? {
    if let event = pass.events.removeValue(forKey: SocketKey(record)) { return event }
    guard record.mayHaveTwin, !pass.events.isEmpty else { return nil }
    return twins()[record.connection].flatMap { pass.events.removeValue(forKey: $0) }
  }

  /// The announcements of this sample by connection; made when it is first asked for.
  private mutating func twins() -> [SocketIdentity: SocketKey] {
    if let announced { return announced }
    var result: [SocketIdentity: SocketKey] = [:]
    for (key, event) in pass.events where key.kind == .tcp && event.record.hasRemote {
      result[event.record.connection] = key
    }
    announced = result
    return result
  }

  /// Whether an earlier sample, or this one, told the end of this socket or of its connection.
  func hasEndedLately(_ record: SocketRecord) -> Bool {
    let key = SocketKey(record)
    if wasTold({ $0.sockets.contains(key) }) { return true }
    guard record.mayHaveTwin else { return false }
    let connection = record.connection
    return wasTold { $0.connections.contains(connection) }
  }

  /// Whether `record`, an announced end, comes after its TIME-WAIT was told as the end.
  func comesTooLate(_ record: SocketRecord) -> Bool {
    let connection = record.connection
    return wasTold { $0.twins.contains(connection) }
  }

  private func wasTold(_ condition: (ToldEnds) -> Bool) -> Bool {
    condition(newEnds) || knownEnds.contains(where: condition)
  }

  /// Whether the connection that `record` asked for is known by another cookie: it is in this sample
  /// for the first time, or its end was told. Its opening was counted twice then.
  mutating func isKnownOtherwise(_ record: SocketRecord) -> Bool {
    guard record.isUnfinished else { return false }
    let arrived = newcomers ?? arrivals()
    newcomers = arrived
    guard arrived.contains(record.connection) || hasEndedLately(record) else { return false }
    opened &-= 1
    return true
  }

  private func arrivals() -> Set<SocketIdentity> {
    var result: Set<SocketIdentity> = []
    for row in pass.matches.indices where pass.matches[row] == 0 {
      let record = pass.records[row]
      if record.kind == .tcp, record.hasRemote, !record.isUnfinished {
        result.insert(record.connection)
      }
    }
    return result
  }
}

/// Sockets whose end the samples of one second told.
struct ToldEnds: Sendable {
  private(set) var sockets: Set<SocketKey> = []
  /// The connections among them whose end may have been announced.
  private(set) var connections: Set<SocketIdentity> = []
  /// Those whose TIME-WAIT stood for the end, without an announcement.
  private(set) var twins: Set<SocketIdentity> = []
  private var begin = MonotonicTime(nanoseconds: 0)

  /// Notes an end; `isListening` when ends are announced.
  mutating func insert(_ end: EndedSocket, isListening: Bool) {
    guard end.record.cookie != 0 else { return }
    sockets.insert(SocketKey(end.record))
    guard isListening, end.record.kind == .tcp else { return }
    connections.insert(end.record.connection)
    if end.record.isResting, !end.hasFinalCounters { twins.insert(end.record.connection) }
  }

  /// How long ends are remembered, in seconds and in parts of a second or more.
  private static let memory = (seconds: 5.0, parts: 5)

  /// Adds the ends of a sample to `told`, the latest last, and forgets the oldest.
  static func remember(_ new: consuming ToldEnds, at time: MonotonicTime, in told: inout [ToldEnds])
  {
    if let last = told.indices.last, time.seconds(since: told[last].begin) < 1 {
      told[last].sockets.formUnion(new.sockets)
      told[last].connections.formUnion(new.connections)
      told[last].twins.formUnion(new.twins)
    } else {
      new.begin = time
      told.append(new)
    }
    while told.count > memory.parts, time.seconds(since: told[0].begin) > memory.seconds {
      told.removeFirst()
    }
  }
}

extension SocketRecord {
  /// The connection whatever the cookie.
  var connection: SocketIdentity {
    var identity = identity
    identity.cookie = 0
    return identity
  }

  /// Whether this is a request for a connection: SYN-RECV.
  var isUnfinished: Bool { kind == .tcp && state == .synReceived }

  /// Whether the connection can be known by another cookie too.
  fileprivate var mayHaveTwin: Bool { kind == .tcp && (isResting || isUnfinished) && hasRemote }
}
