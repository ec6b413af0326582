import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// Writes the cells of a table's rows.
struct CellWriter {
  private let state: MonitorState
  private let sample: Sample
  private let context: RowContext
  /// Whether the state column has room for seven cells only.
  var usesShortStates = false
  /// The cells of the column of groups.
  var groupWidth = 1000

  /// Nil before the first sample.
  init?(_ state: MonitorState) {
    guard let sample = state.sample, let context = state.rowContext else { return nil }
    self.state = state
    self.sample = sample
    self.context = context
  }

  /// Appends what the cell shows; nothing for a cell that stays empty.
  func write(_ item: RowItem, _ column: ViewColumn, to text: inout SafeText) {
    switch item {
    case .socket(let index, let depth): writeSocket(index, depth, column, to: &text)
    case .group: writeGroup(item, column, to: &text)
    case .listener(let place): writeListener(place, column, to: &text)
    case .event: writeEvent(item, column, to: &text)
    }
  }

  /// The socket of a row that is one.
  func row(_ index: UInt32) -> SocketRow? {
    sample.row(Int(index), in: context)
  }

  private func write(_ field: SocketField, _ row: SocketRow, to text: inout SafeText) {
    guard field == .state, usesShortStates else { return field.write(row, to: &text) }
    text.append(row.record.state.shortTitle)
  }

  private func writeSocket(
    _ index: UInt32, _ depth: Int, _ column: ViewColumn, to text: inout SafeText
  ) {
    guard let row = row(index) else { return }
    switch column {
    case .field(let field): write(field, row, to: &text)
    case .group: writeEnds(row, depth, to: &text)
    case .count, .worstRoundTrip, .backlogBar, .accepted, .connections, .halfOpen, .siblings,
      .balance, .time, .event, .duration:
      break
    }
  }

  /// A socket inside a group; a listener has one end only.
  private func writeEnds(_ row: SocketRow, _ depth: Int, to text: inout SafeText) {
    text.append(blanks: depth * 2)
    var local = SafeText()
    SocketField.local.write(row, to: &local)
    guard row.record.state != .listen else { return text.append(local) }
    var peer = SafeText()
    SocketField.peer.write(row, to: &peer)
    var arrow: SafeText = " "
    arrow.append(scalar: state.settings.glyphs.arrow)
    arrow.append(" ")
    text.append(
      EndsText.text(
        local, arrow, peer, room: groupWidth - depth * 2,
        ellipsis: state.settings.glyphs.ellipsis))
  }

  private func writeGroup(_ item: RowItem, _ column: ViewColumn, to text: inout SafeText) {
    guard let group = state.group(of: item) else { return }
    switch column {
    case .group:
      let path = GroupPath(group.path + [group.key])
      let glyphs = state.settings.glyphs
      text.append(blanks: group.path.count * 2)
      text.append(
        scalar: state.table.expanded.contains(path) ? glyphs.expanded : glyphs.collapsed)
      text.append(" ")
      text.append(title(of: group))
    case .count: text.append(group.count)
    case .worstRoundTrip:
      FieldUnit.seconds.write(group.worstRoundTrip ?? .nan, to: &text)
    case .field(let field):
      guard field.definition.unit != .text, field.definition.unit != .identifier else { return }
      field.definition.unit.write(
        group.number(of: field), as: state.settings.quantity, to: &text)
    case .backlogBar, .accepted, .connections, .halfOpen, .siblings, .balance, .time, .event,
      .duration:
      break
    }
  }

  /// The group's name; what is not known in words.
  private func title(of group: RowGroup) -> SafeText {
    guard group.key == nil, let grouping = state.table.grouping else { return group.title }
    let level = group.path.count
    guard grouping.criteria.indices.contains(level) else { return group.title }
    switch grouping.criteria[level] {
    case .process, .field(.proc), .field(.pid), .field(.cmd):
      let hidden = state.owners.unreadableProcesses > 0
      return hidden ? "no process that may be seen" : "no process"
    case .field, .peerPrefix: return "(none)"
    }
  }

  private func writeListener(_ place: Int, _ column: ViewColumn, to text: inout SafeText) {
    guard state.listeners.indices.contains(place) else { return }
    let stats = state.listeners[place]
    switch column {
    case .field(let field):
      guard let row = row(stats.row) else { return }
      write(field, row, to: &text)
    case .backlogBar: writeBar(stats.fill, to: &text)
    case .accepted: QuantityText.append(perSecond: stats.acceptedPerSecond, to: &text)
    case .connections: text.append(stats.connections)
    case .halfOpen: text.append(stats.halfOpen)
    case .siblings: text.append(stats.siblings)
    case .balance: QuantityText.append(share: stats.balance, to: &text)
    case .group, .count, .worstRoundTrip, .time, .event, .duration: break
    }
  }

  /// `██░░░░░░`, eight cells.
  private func writeBar(_ share: Double?, to text: inout SafeText) {
    guard let share, share.isFinite else { return text.append("-") }
    let glyphs = state.settings.glyphs
    let full = Int(min(1, max(0, share)) * 8 + 0.5)
    let shown = share > 0 ? max(1, full) : 0
    text.append(scalar: glyphs.barParts.last ?? "#", count: shown)
    text.append(scalar: glyphs.barEmpty, count: 8 - shown)
    if share > 1 { text.append("!") }
  }

  private func writeEvent(_ item: RowItem, _ column: ViewColumn, to text: inout SafeText) {
    guard let event = state.event(of: item) else { return }
    switch column {
    case .time: text.append(ClockText.time(event.wallClock, offset: state.settings.utcOffset))
    case .event: text.append(EventWording.sentence(event))
    case .duration:
      guard let duration = event.duration else { return text.append("-") }
      if event.durationIsBound { text.append("<") }
      if duration < 60 {
        FieldUnit.seconds.write(duration, to: &text)
      } else {
        FieldUnit.write(age: duration, to: &text)
      }
    case .field(.proc):
      guard let owner = event.owner else {
        return SocketField.proc.write(event.row(in: context), to: &text)
      }
      text.append("\(owner.command)[\(owner.pid)]" as SafeText)
    case .field(let field): write(field, event.row(in: context), to: &text)
    case .group, .count, .worstRoundTrip, .backlogBar, .accepted, .connections, .halfOpen,
      .siblings, .balance:
      break
    }
  }
}

/// What an event is called.
enum EventWording {
  static func sentence(_ event: SocketEvent) -> SafeText {
    switch event.kind {
    case .opened: "opened"
    case .changed(_, let to): "now \(to.title)"
    case .ended(let cause): event.durationIsBound ? "brief, \(word(cause))" : word(cause)
    }
  }

  private static func word(_ cause: EndedSocket.Cause) -> SafeText {
    switch cause {
    case .closed: "closed"
    case .reset: "reset"
    case .timedOut: "timed out"
    case .unknown: "ended"
    }
  }
}
