package import SocketModel

/// The command line of `ss` that shows what a view shows.
package struct SSCommandLine {
  /// The tables that the view shows.
  package var tables: SocketTables
  /// The families that the view shows.
  package var families: FamilySet
  /// The states that the view shows; leading states of the filter replace them.
  package var states: StateSet
  package var isNumeric: Bool
  /// Whether the view shows processes.
  package var showsProcesses: Bool

  package init(
    tables: SocketTables, families: FamilySet = .all, states: StateSet = .all,
    isNumeric: Bool = true, showsProcesses: Bool = true
  ) {
    self.tables = tables
    self.families = families
    self.states = states
    self.isNumeric = isNumeric
    self.showsProcesses = showsProcesses
  }

  /// Tables by the names that `-A` takes.
  static let names: [(tables: SocketTables, name: String)] = [
    (SocketTables(.tcp), "tcp"), (SocketTables(.udp), "udp"), (SocketTables(.raw), "raw"),
    (SocketTables(.mptcp), "mptcp"), (SocketTables(.sctp), "sctp"), (SocketTables(.dccp), "dccp"),
    (.unix, "unix"), (.packet, "packet"), (SocketTables(.netlink), "netlink"), (.vsock, "vsock"),
    (.tipc, "tipc"), (SocketTables(.xdp), "xdp"),
  ]

  /// The words to give to a shell; nil when `ss` cannot show the same: it has no words for what the
  /// filter asks, or for the choice of families or tables.
  package func text(for filter: ParsedFilter) -> String? {
    inWordsOfSS(filter).flatMap { $0.view.words(for: $0.filter) }
  }

  private func words(for filter: ParsedFilter) -> String? {
    guard let tables = tableNames, let family = familyOption else { return nil }
    var words = ["ss", "-O"]
    if isNumeric { words.append("-n") }
    if showsProcesses { words.append("-p") }
    if let family { words.append(family) }
    words += ["-A", tables]
    var filter = filter
    if filter.states == nil { filter.states = states }
    words += Self.shellWords(FilterPrinter.text(of: filter))
    return words.joined(separator: " ")
  }

  /// The argument of `-A`; nil when a part of a table is shown only.
  private var tableNames: String? {
    // `ss` has no table of UDP-Lite: a view with it shows more than any command line.
    var rest = tables
    rest.subtract(SocketTables(.udpLite))
    let parts: [String] = Self.names.compactMap { part in
      guard rest.isSuperset(of: part.tables) else { return nil }
      rest.subtract(part.tables)
      return part.name
    }
    guard rest.isEmpty, !parts.isEmpty else { return nil }
    return parts.joined(separator: ",")
  }

  /// `-4`, `-6`, or the outer nil when there is no option for the choice.
  private var familyOption: String?? {
    let hasInternet = !tables.isDisjoint(with: .internet)
    let others = tables.subtracting(.internet)
    guard hasInternet, families.intersection(.internet) != .internet else { return .some(nil) }
    // With a family option `ss` shows that family only.
    guard others.isEmpty else { return nil }
    if families.contains(.inet) { return "-4" }
    return families.contains(.inet6) ? "-6" : nil
  }

  /// The words of a filter, each quoted where a shell would take something in it for its own.
  private static func shellWords(_ text: String) -> [String] {
    let filter = FilterText(typed: text)
    return filter.words.map { range in
      let word = filter.slice(range)
      let isPlain = !word.isEmpty && word.allSatisfy(isPlain)
      let string = String(decoding: word, as: UTF8.self)
      return isPlain
        ? string
        : "'"
          + string.split(
            separator: "'", omittingEmptySubsequences: false
          ).joined(separator: "'\\''") + "'"
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    // + , - . / digits : = @ letters _ %
    case 0x25, 0x2b...0x3a, 0x3d, 0x40...0x5a, 0x5f, 0x61...0x7a: true
    default: false
    }
  }
}
