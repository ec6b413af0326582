internal import SocketModel

/// Which sockets are shown: tables, families and states, each of which a socket must be in.
struct ResolvedSelection: Hashable, Sendable {
  /// Kinds of sockets; UDP-Lite only when it was asked for by name.
  var tables: SocketTables
  /// Families of all kinds. The `/proc` fallback of RAW shows all of them.
  var families: FamilySet
  var states: StateSet
  /// The last of the family options; the filter's host patterns without a prefix are read by it.
  var preferredFamily: AddressFamily?

  /// The families that sock_diag is asked for: of several inet families only the last one named.
  var dumpedFamilies: FamilySet {
    switch preferredFamily {
    case .inet: families.subtracting(FamilySet(.inet6))
    case .inet6: families.subtracting(FamilySet(.inet))
    case .unix, .packet, .netlink, .vsock, .tipc, .xdp, nil: families
    }
  }

  /// The Netid column is left out when there is one table only.
  var hidesNetid: Bool {
    TableName.allCases.count { !tables.isDisjoint(with: $0.tables) } == 1
  }

  /// The State column is left out when there is one state only.
  var hidesState: Bool { states.rawValue.nonzeroBitCount == 1 }

  /// Whether `-E` can hear anything: the kernel announces the ends of TCP and UDP sockets.
  var canHearEvents: Bool {
    !tables.isDisjoint(with: SocketTables(.tcp, .udp)) && !families.isDisjoint(with: .internet)
  }
}

extension Selection {
  /// What the selection comes to, as `ss` decides it when the options and the `state` words have
  /// been read.
  ///
  /// `states` are those after the filter's leading `state` and `exclude` words, nil or empty for
  /// none. Throws when nothing is left to show; the program then ends with status 0.
  func resolved(states: StateSet?) throws(OptionError) -> ResolvedSelection {
    let asked = states.flatMap { $0.isEmpty ? nil : $0 }
    guard !isDefault else { return Self.everything(in: asked ?? .standard) }
    let result = merged(asked: asked)
    guard !result.tables.isEmpty else { throw OptionError(.noTables) }
    guard !result.families.isEmpty else { throw OptionError(.noFamilies) }
    guard !result.states.isEmpty else { throw OptionError(.noStates) }
    return result
  }

  /// What the screen shows at first: without a word about tables the internet ones, and without a
  /// word about states all of them.
  func resolvedForScreen(states: StateSet?) throws(OptionError) -> ResolvedSelection {
    guard isDefault else { return try resolved(states: states ?? .all) }
    return ResolvedSelection(
      tables: .internet, families: .internet, states: states ?? .all, preferredFamily: nil)
  }

  private static func everything(in states: StateSet) -> ResolvedSelection {
    let tables = SocketTables.all.subtracting(.tipc).subtracting(SocketTables(.udpLite))
    return ResolvedSelection(
      tables: tables, families: FamilySet.all.subtracting(FamilySet(.tipc)), states: states,
      preferredFamily: nil)
  }

  /// A table without any of its families brings all of them, a family without any of its tables
  /// likewise.
  private func merged(asked: StateSet?) -> ResolvedSelection {
    var tables = self.tables
    var families = self.families
    for table in TableName.allCases where !tables.isDisjoint(with: table.tables) {
      if families.isDisjoint(with: table.families) { families.formUnion(table.families) }
    }
    for family in AddressFamily.allCases where families.contains(family) {
      let own = TableName.tables(of: family)
      if tables.isDisjoint(with: own), !Self.holdsUDPLite(tables, family) {
        tables.formUnion(own)
      }
    }
    return ResolvedSelection(
      tables: tables, families: families, states: asked ?? impliedStates,
      preferredFamily: preferredFamily)
  }

  private static func holdsUDPLite(_ tables: SocketTables, _ family: AddressFamily) -> Bool {
    tables.contains(.udpLite) && FamilySet.internet.contains(family)
  }
}
