package import SocketMetrics
package import TextSafety

/// A column of a view: a field of the field table, or a figure that only groups, listeners or
/// events have.
package enum ViewColumn: Hashable, Sendable {
  case field(SocketField)
  /// Group tables: the group's name; of a socket inside its two ends.
  case group
  case count
  case worstRoundTrip
  /// Listeners: how full the accept queue is.
  case backlogBar
  case accepted, connections, halfOpen, siblings, balance
  /// Events.
  case time, event, duration

  /// The field, nil for what is no field.
  package var field: SocketField? {
    if case .field(let field) = self { return field }
    return nil
  }

  /// What the column is called and what it means.
  package var definition: ColumnDefinition {
    switch self {
    case .field(let field): ColumnDefinition(field.definition)
    case .group: .group
    case .count: .count
    case .worstRoundTrip: .worstRoundTrip
    case .backlogBar: .backlogBar
    case .accepted: .accepted
    case .connections: .connections
    case .halfOpen: .halfOpen
    case .siblings: .siblings
    case .balance: .balance
    case .time: .time
    case .event: .event
    case .duration: .duration
    }
  }
}

extension ColumnDefinition {
  static let group = ColumnDefinition(
    "GROUP", 18...60, .left, 100, help: "What the sockets of the group have in common.",
    source: "counted here")
  static let count = ColumnDefinition(
    "COUNT", 5...6, .right, 92, help: "Sockets in the group.", source: "counted here")
  static let worstRoundTrip = ColumnDefinition(
    "WORST", 6...6, .right, 62, help: "Greatest round-trip time of the group's sockets.",
    source: "tcpi_rtt")
  static let backlogBar = ColumnDefinition(
    "BACKLOG", 9...9, .left, 86,
    help: "How full the queue of connections that wait to be accepted is.",
    source: "idiag_rqueue / idiag_wqueue of the listener")
  static let accepted = ColumnDefinition(
    "ACC/s", 6...6, .right, 88, help: "Connections opened per second on this address and port.",
    source: "sockets first seen on it")
  static let connections = ColumnDefinition(
    "CONN", 5...5, .right, 84, help: "Connections of this address and port.",
    source: "sockets seen on it")
  static let halfOpen = ColumnDefinition(
    "SYN-RECV", 8...8, .right, 82, help: "Connections whose handshake is not complete.",
    source: "sockets in SYN-RECV")
  static let siblings = ColumnDefinition(
    "REUSE", 5...5, .right, 60,
    help: "Sockets that listen on the same address and port (SO_REUSEPORT).",
    source: "listeners with the same address")
  static let balance = ColumnDefinition(
    "BALANCE", 7...7, .right, 61,
    help: """
      Share of this one of several siblings in their connections: those in its queue and those of \
      its process; where a process holds several siblings, those in its queue only.
      """,
    source: "idiag_rqueue of the listener, owners of connections")
  static let time = ColumnDefinition(
    "TIME", 8...8, .left, 98, help: "When it happened, or was seen.",
    source: "time of the dump or of the kernel's announcement")
  static let event = ColumnDefinition(
    "EVENT", 14...24, .left, 97, help: "What happened: opened, a change of state, an end.",
    source: "two dumps, sock_diag's destroy group")
  static let duration = ColumnDefinition(
    "LASTED", 7...7, .right, 66,
    help: "Time in the state before; of an end the life. < marks an upper bound.",
    source: "first sight, last change of state")
}

/// What a table says of a column.
package struct ColumnDefinition: Sendable {
  package enum Alignment: Sendable { case left, right }

  package var title: SafeText
  /// Cells: what it takes at least, and what it takes comfortably.
  package var width: ClosedRange<Int>
  package var alignment: Alignment
  /// Columns of lower priority go first when the screen is narrow.
  package var priority: Int
  /// One sentence.
  package var help: SafeText
  /// Where the figure comes from.
  package var source: SafeText

  init(
    _ title: SafeText, _ width: ClosedRange<Int>, _ alignment: Alignment, _ priority: Int,
    help: SafeText, source: SafeText
  ) {
    self.title = title
    self.width = width
    self.alignment = alignment
    self.priority = priority
    self.help = help
    self.source = source
  }

  /// A field's: numbers take what they need and not more, so that text has what is left.
  init(_ field: FieldDefinition) {
    let isNumber = field.alignment == .right
    let isExact = field.unit == .identifier
    let least = isNumber && isExact ? field.width : field.minimumWidth
    title = field.title
    width = least...(isNumber ? least : max(least, field.width))
    alignment = isNumber ? .right : .left
    priority = field.priority
    help = field.help
    source = field.source
  }
}
