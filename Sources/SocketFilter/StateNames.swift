package import SocketModel

/// The names of states and of groups of states, as `ss` takes them after `state`.
package enum StateNames {
  /// Every name that `ss` knows, and what it stands for.
  package static let all: [(name: String, states: StateSet)] = single + groups

  private static let single: [(name: String, states: StateSet)] = [
    ("established", SocketState.established.set),
    ("syn-sent", SocketState.synSent.set),
    ("syn-recv", SocketState.synReceived.set),
    ("syn-rcv", SocketState.synReceived.set),
    ("fin-wait-1", SocketState.finWait1.set),
    ("fin-wait-2", SocketState.finWait2.set),
    ("time-wait", SocketState.timeWait.set),
    ("closed", SocketState.close.set),
    ("close", SocketState.close.set),
    ("unconnected", SocketState.close.set),
    ("close-wait", SocketState.closeWait.set),
    ("last-ack", SocketState.lastAck.set),
    ("listening", SocketState.listen.set),
    ("closing", SocketState.closing.set),
    ("unknown", SocketState.unknown.set),
    ("bound-inactive", SocketState.boundInactive.set),
  ]

  private static let groups: [(name: String, states: StateSet)] = [
    ("all", .all), ("connected", .connected), ("synchronized", .synchronized),
    ("bucket", .bucket), ("big", .big),
  ]

  /// Names that only the superset takes: what columns show and people say.
  static let more: [(name: String, states: StateSet)] = [
    ("listen", SocketState.listen.set), ("estab", SocketState.established.set),
    ("unconn", [SocketState.close.set, SocketState.boundInactive.set]),
    ("timewait", SocketState.timeWait.set),
    ("closewait", SocketState.closeWait.set), ("syn-received", SocketState.synReceived.set),
    ("close-w", SocketState.closeWait.set), ("time-w", SocketState.timeWait.set),
    ("fin-wait", [SocketState.finWait1.set, SocketState.finWait2.set]),
    ("fin-wait1", SocketState.finWait1.set), ("fin-wait2", SocketState.finWait2.set),
  ]

  static let everyName = all.map(\.name) + more.map(\.name)

  /// The states that `ss` understands by `name`, in any case of letters; of a group those that are
  /// `grouped`.
  static func states(_ name: String, grouped: StateSet) -> StateSet? {
    let name = name.lowercased()
    if let state = single.first(where: { $0.name == name }) { return state.states }
    return groups.first { $0.name == name }?.states.intersection(grouped)
  }

  /// The states that the superset understands by `name`, `TIME_WAIT` for `time-wait` too.
  static func anyStates(_ name: String, grouped: StateSet) -> StateSet? {
    let lowered = String(
      decoding: name.utf8.map { $0 == 0x5f ? 0x2d : lowercased($0) }, as: UTF8.self)
    return states(lowered, grouped: grouped) ?? more.first { $0.name == lowered }?.states
  }

  /// Names that alone would not say that states are meant.
  private static let vague = ["all", "big", "bucket", "unknown", "close"]

  /// Whether `name` is a condition without `state` before it.
  static func standsAlone(_ name: String) -> Bool {
    !vague.contains(name.lowercased()) && anyStates(name, grouped: .all) != nil
  }

  /// A name for exactly these states; nil when no single one has them.
  static func name(of states: StateSet) -> String? {
    all.first { $0.states == states }?.name
  }
}
