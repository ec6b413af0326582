import SocketModel
package import TerminalUI
import TextSafety

/// The dialog that chooses which protocols, families and states are shown; it takes effect at once.
package struct ShownChoice: Sendable {
  package internal(set) var cursor = ListCursor()
  /// The choice from before: Escape brings it back.
  let before: FilterState.Base

  enum Entry: Sendable {
    case tables(SafeText, SocketTables)
    case family(SafeText, AddressFamily)
    case state(SocketState)
  }

  static let entries: [Entry] =
    [
      .tables("TCP", SocketTables(.tcp)), .tables("UDP", SocketTables(.udp, .udpLite)),
      .tables("RAW", SocketTables(.raw)), .tables("MPTCP", SocketTables(.mptcp)),
      .tables("SCTP", SocketTables(.sctp)), .tables("DCCP", SocketTables(.dccp)),
      .tables("UNIX", .unix), .tables("PACKET", .packet),
      .tables("NETLINK", SocketTables(.netlink)), .tables("VSOCK", .vsock),
      .tables("TIPC", .tipc), .tables("XDP", SocketTables(.xdp)), .family("IPv4", .inet),
      .family("IPv6", .inet6),
    ]
    + [
      SocketState.established, .synSent, .synReceived, .finWait1, .finWait2, .timeWait, .close,
      .closeWait, .lastAck, .listen, .closing,
    ].map(Entry.state)

  static func title(of entry: Entry) -> SafeText {
    switch entry {
    case .tables(let title, _), .family(let title, _): title
    case .state(let state): state.title
    }
  }

  static func isOn(_ entry: Entry, in base: FilterState.Base) -> Bool {
    switch entry {
    case .tables(_, let tables): !base.tables.isDisjoint(with: tables)
    case .family(_, let family): base.families.contains(family)
    case .state(let state): !base.states.isDisjoint(with: states(by: state))
    }
  }

  static func toggle(_ entry: Entry, in base: inout FilterState.Base) {
    let isOn = isOn(entry, in: base)
    switch entry {
    case .tables(_, let tables):
      base.tables = isOn ? base.tables.subtracting(tables) : base.tables.union(tables)
    case .family(_, let family):
      base.families =
        isOn
        ? base.families.subtracting(FamilySet(family)) : base.families.union(FamilySet(family))
    case .state(let state):
      base.states =
        isOn
        ? base.states.subtracting(states(by: state)) : base.states.union(states(by: state))
    }
  }

  /// The states that an entry stands for: TCP sockets that are only bound show as UNCONN, too.
  private static func states(by state: SocketState) -> StateSet {
    if case .close = state { return state.set.union(SocketState.boundInactive.set) }
    return state.set
  }
}

/// Choosing what is shown.
extension MonitorState {
  mutating func openChoice() {
    overlay = .choice(ShownChoice(before: filter.base))
  }

  mutating func apply(_ key: Key, to choice: ShownChoice) -> [MonitorEffect] {
    var choice = choice
    let entries = ShownChoice.entries
    let height = max(1, min(entries.count, size.rows - 4))
    switch key {
    case .escape, .control("c"):
      filter.base = choice.before
      overlay = .none
      refreshRows()
      return []
    case .enter, .character("q"):
      overlay = .none
      return []
    case .character(" "):
      ShownChoice.toggle(entries[choice.cursor.index], in: &filter.base)
      filter.base.preferredFamily = nil
      choice.cursor.move(.down, count: entries.count, height: height)
      refreshRows()
    case .character("a"):
      filter.base = FilterState.Base(tables: .all, families: .all, states: .all)
      refreshRows()
    case .character("c"):
      filter.base.states = .connected
      refreshRows()
    case .character("l"):
      filter.base.states = .listening
      refreshRows()
    case .character, .control, .tab, .backTab, .backspace, .delete, .up, .down,
      .left, .right, .home, .end, .pageUp, .pageDown, .insert, .function, .alt:
      let action = settings.keys.action(for: key)
      if action == .chooseShown {
        overlay = .none
        return []
      }
      if case .move(let step) = action {
        choice.cursor.move(step, count: entries.count, height: height)
      }
    }
    overlay = .choice(choice)
    return []
  }
}
