package import SocketMetrics
internal import SocketModel
package import TextSafety

/// Samples as comma-separated values (RFC 4180 with plain line ends): a line of identifiers, then
/// one line a socket.
///
/// Values are those of `JSONReport`; what is unknown is empty, bytes that are no text are escaped
/// as C does it.
package struct CSVReport: Sendable {
  let fields: [SocketField]
  /// Whether each line begins with the sample's time in Unix seconds: needed where samples follow
  /// each other.
  let showsTime: Bool
  private let detailKeys: [DetailKey]

  /// Writes `fields` of each socket, all of them for nil, and what `options` would add to the lines
  /// of `ss`.
  package init(
    fields: [SocketField]? = nil, options: ReportOptions = ReportOptions(), showsTime: Bool
  ) {
    self.fields = fields ?? SocketField.allCases
    detailKeys = DetailKey.keys(for: options)
    self.showsTime = showsTime
  }

  /// Appends the line of identifiers.
  package func appendHeader(to text: inout SafeText) {
    if showsTime { text.append("time,") }
    for (index, field) in fields.enumerated() {
      if index > 0 { text.append(",") }
      text.append(csvField: field.definition.identifier)
    }
    for key in detailKeys {
      text.append(",")
      text.append(csvField: key.name)
    }
    text.append("\n")
  }

  /// Appends one line for each of `rows`, indices into the snapshot's records.
  package func append(
    _ sample: Sample, rows: [Int], context: RowContext, details: DetailTable = DetailTable(),
    to text: inout SafeText
  ) {
    for index in rows {
      guard let row = sample.row(index, in: context) else { continue }
      if showsTime {
        text.appendJSON(sample.snapshot.wallClock)
        text.append(",")
      }
      for (column, field) in fields.enumerated() {
        if column > 0 { text.append(",") }
        append(field, of: row, to: &text)
      }
      let detail = detailKeys.isEmpty ? nil : details.detail(of: row.record)
      for key in detailKeys {
        text.append(",")
        key.appendCSV(detail, to: &text)
      }
      text.append("\n")
    }
  }

  private func append(_ field: SocketField, of row: SocketRow, to text: inout SafeText) {
    switch field.definition.unit {
    case .text:
      guard let value = field.text(of: row) else { return }
      text.append(csvField: value.escaped)
    case .identifier:
      guard let value = field.identifierNumber(of: row) else { return }
      text.append(value)
    case .count, .bytes, .bytesPerSecond, .perSecond, .seconds, .share, .segments:
      let value = field.number(of: row)
      guard value.isFinite else { return }
      text.appendJSON(value)
    }
  }
}
