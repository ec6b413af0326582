package import SocketMetrics
internal import SocketModel
package import TextSafety

/// A sample as one JSON object on one line: `time`, `interval`, `sockets`, `transitions`, `ended`,
/// `summary`, `notes`.
///
/// A socket's keys are the identifiers of the field table, its values base units (bytes, bytes per
/// second, seconds), null where unknown. A transition also has `from`, `to` and `duration`, the
/// seconds spent before. An end has `how`, `lifetime` (an upper bound with `lifetime_bound`), `final`
/// if its counters are those of the very end. Each has `owner_guessed`, for owners that are those of
/// the only listener on the port.
package struct JSONReport: Sendable {
  let keys: [JSONKey]
  private let detailKeys: [DetailKey]

  /// Writes `fields` of each socket, all of them for nil; `owners` always comes along, and the keys
  /// of what `options` would add to the lines of `ss`.
  package init(fields: [SocketField]? = nil, options: ReportOptions = ReportOptions()) {
    keys = (fields ?? SocketField.allCases).map(JSONKey.init)
    detailKeys = DetailKey.keys(for: options)
  }

  /// Appends the object and a line end.
  ///
  /// `rows` are indices into the snapshot's records in the order wanted. `matches` chooses among
  /// transitions and ended sockets as the filter does; a transition counts by either of its states. `notes` are sentences for the reader.
  package func append(
    _ sample: Sample, rows: [Int], context: RowContext,
    matching matches: (SocketRow) -> Bool = { _ in true }, details: DetailTable = DetailTable(),
    notes: [SafeText] = [],
    to text: inout SafeText
  ) {
    text.append("{\"time\":")
    text.appendJSON(sample.snapshot.wallClock)
    text.append(",\"interval\":")
    text.appendJSON(sample.interval)
    text.append(",\"sockets\":[")
    appendSockets(sample, rows, context, details, to: &text)
    text.append("],\"transitions\":[")
    append(sample.transitions, context, matches, details, to: &text)
    text.append("],\"ended\":[")
    append(sample.ended, context, matches, details, to: &text)
    text.append("],\"summary\":")
    SummaryReport.appendJSON(sample, to: &text)
    text.append(",\"notes\":[")
    for (index, note) in notes.enumerated() {
      if index > 0 { text.append(",") }
      text.append("\"")
      text.append(jsonEscaped: note)
      text.append("\"")
    }
    text.append("]}\n")
  }

  private func appendSockets(
    _ sample: Sample, _ rows: [Int], _ context: RowContext, _ details: DetailTable,
    to text: inout SafeText
  ) {
    var isFirst = true
    for index in rows {
      guard let row = sample.row(index, in: context) else { continue }
      text.append(isFirst ? "{" : ",{")
      isFirst = false
      appendKeys(row, details, to: &text)
    }
  }

  private func append(
    _ transitions: [Transition], _ context: RowContext, _ matches: (SocketRow) -> Bool,
    _ details: DetailTable, to text: inout SafeText
  ) {
    var isFirst = true
    for transition in transitions {
      let row = SocketRow(
        record: transition.record, metric: transition.metric, gauges: transition.gauges,
        context: context)
      var before = row
      before.record.state = transition.from
      guard matches(row) || matches(before) else { continue }
      text.append(isFirst ? "{\"time\":" : ",{\"time\":")
      isFirst = false
      text.appendJSON(transition.wallClock)
      text.append(",\"from\":\"")
      text.append(transition.from.title)
      text.append("\",\"to\":\"")
      text.append(transition.to.title)
      text.append("\",\"duration\":")
      text.appendJSON(transition.duration)
      text.append(",")
      appendKeys(row, details, to: &text)
    }
  }

  private func append(
    _ ended: [EndedSocket], _ context: RowContext, _ matches: (SocketRow) -> Bool,
    _ details: DetailTable, to text: inout SafeText
  ) {
    var isFirst = true
    for end in ended {
      let row = SocketRow(
        record: end.record, metric: end.metric, gauges: end.gauges, context: context)
      guard matches(row) else { continue }
      text.append(isFirst ? "{\"time\":" : ",{\"time\":")
      isFirst = false
      text.appendJSON(end.wallClock)
      text.append(",\"how\":\"")
      text.append(end.cause.word)
      text.append("\",")
      appendFacts(of: end, to: &text)
      appendKeys(row, details, to: &text)
    }
  }

  /// How long it lasted, and how sure the rest is.
  private func appendFacts(of end: EndedSocket, to text: inout SafeText) {
    text.append("\"lifetime\":")
    text.appendJSON(end.lifetime)
    text.append(end.lifetimeIsBound ? ",\"lifetime_bound\":true" : ",\"lifetime_bound\":false")
    text.append(end.hasFinalCounters ? ",\"final\":true," : ",\"final\":false,")
  }
}

/// A socket's keys.
extension JSONReport {
  /// Appends the keys and the closing brace.
  func appendKeys(
    _ row: SocketRow, _ details: DetailTable, to text: inout SafeText
  ) {
    for key in keys { key.append(row, to: &text) }
    if !detailKeys.isEmpty {
      let detail = details.detail(of: row.record)
      for key in detailKeys {
        text.append("\"")
        text.append(key.name)
        text.append("\":")
        key.appendJSON(detail, to: &text)
        text.append(",")
      }
    }
    text.append(
      row.metric.ownerIsGuess ? "\"owner_guessed\":true," : "\"owner_guessed\":false,")
    appendOwners(row.owners, to: &text)
    text.append("}")
  }

  /// `owners`: empty for nobody, null while it is not known or may not be read.
  private func appendOwners(_ owners: OwnerKnowledge, to text: inout SafeText) {
    switch owners {
    case .notPermitted, .pending: text.append("\"owners\":null")
    case .nobody: text.append("\"owners\":[]")
    case .owners(let holders):
      text.append("\"owners\":[")
      for (index, holder) in holders.enumerated() {
        text.append(index == 0 ? "{\"proc\":\"" : ",{\"proc\":\"")
        text.append(jsonEscaped: holder.command)
        text.append("\",\"pid\":")
        text.append(holder.pid)
        text.append(",\"fd\":")
        text.append(holder.descriptor)
        text.append("}")
      }
      text.append("]")
    }
  }
}

/// A field with its key spelled once.
struct JSONKey: Sendable {
  let field: SocketField
  let unit: FieldUnit
  /// `"rtt":`
  let prefix: SafeText

  init(_ field: SocketField) {
    self.field = field
    let definition = field.definition
    unit = definition.unit
    prefix = "\"\(definition.identifier)\":"
  }

  /// Appends key, value and a comma.
  func append(_ row: SocketRow, to text: inout SafeText) {
    text.append(prefix)
    switch unit {
    case .text: appendText(row, to: &text)
    case .identifier:
      if let value = field.identifierNumber(of: row) {
        text.append(value)
      } else {
        text.append("null")
      }
    case .count, .bytes, .bytesPerSecond, .perSecond, .seconds, .share, .segments:
      text.appendJSON(field.number(of: row))
    }
    text.append(",")
  }

  private func appendText(_ row: SocketRow, to text: inout SafeText) {
    guard let value = field.text(of: row) else { return text.append("null") }
    text.append("\"")
    text.append(jsonEscaped: value)
    text.append("\"")
  }
}
