internal import SocketModel

/// Which sockets the options ask for, as `ss` gathers it while it reads them.
///
/// Nothing is decided before `resolved(states:)`: an option may still widen what another chose.
struct Selection: Hashable, Sendable {
  private(set) var tables: SocketTables = []
  private(set) var families: FamilySet = []
  /// The states of `-a`, `-l`, `-B` or of the first `-A`; nil while nothing chose them. Leading
  /// `state` and `exclude` words of the filter go on from here.
  private(set) var explicitStates: StateSet?
  /// The states that the chosen tables and families bring along.
  private(set) var impliedStates: StateSet = []
  /// The last family option: where `inet` and `inet6` are both chosen it wins.
  private(set) var preferredFamily: AddressFamily?
  /// Whether no option chose a table or a family.
  private(set) var isDefault = true
  private var hasQuery = false
  private var hasChosenStates = false

  /// `-a`, `-l`, `-B`: the last one wins.
  mutating func choose(states: StateSet) {
    explicitStates = states
    hasChosenStates = true
  }

  /// The states that the filter's leading words go on from. On the screen those that only a `-A`
  /// implied do not count: it shows all states unless one was chosen.
  func initialStates(forScreen: Bool) -> StateSet? {
    forScreen && !hasChosenStates ? nil : explicitStates
  }

  /// `-t`, `-u` and their like.
  mutating func add(_ table: TableName) {
    isDefault = false
    tables.formUnion(table.tables)
    impliedStates.formUnion(table.standardStates)
  }

  /// `-4`, `-x`, `-f` and their like.
  mutating func add(_ family: AddressFamily) {
    isDefault = false
    families.insert(FamilySet(family))
    impliedStates.formUnion(Self.standardStates(of: family))
    preferredFamily = family
  }

  /// `-A LIST`: the first one forgets the tables chosen so far; `!NAME` takes a table away.
  mutating func query(_ list: String) throws(OptionError) {
    isDefault = false
    if !hasQuery {
      hasQuery = true
      tables = []
      explicitStates = explicitStates ?? .standard
    }
    for word in list.split(separator: ",", omittingEmptySubsequences: false) {
      let isRemoval = word.hasPrefix("!")
      let name = String(isRemoval ? word.dropFirst() : word)
      guard let group = TableName.group(named: name) else {
        throw OptionError(.unknownTable(name))
      }
      for table in group {
        if isRemoval { tables.subtract(table.tables) } else { add(table) }
      }
    }
  }

  /// Whether a kind was asked for, by a table or by a family.
  func names(_ kind: SocketKind) -> Bool {
    tables.contains(kind)
      || AddressFamily.allCases.contains {
        families.contains($0) && TableName.tables(of: $0).contains(kind)
      }
  }

  /// The states that a family option implies.
  private static func standardStates(of family: AddressFamily) -> StateSet {
    switch family {
    case .inet, .inet6, .unix, .vsock: .standard
    case .packet, .netlink, .xdp: SocketState.close.set
    case .tipc: TableName.tipc.standardStates
    }
  }
}
