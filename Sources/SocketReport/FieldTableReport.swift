package import SocketMetrics
internal import SocketModel
package import TextSafety

/// A sample as a table of fields: what `--columns` asks for, and what `--batch` prints as text.
package struct FieldTableReport: Sendable {
  package let fields: [SocketField]

  package init(fields: [SocketField]) { self.fields = fields }

  /// Appends a header and one line for each of `rows`, indices into the snapshot's records; columns
  /// are as wide as their longest cell, without blanks at the ends of lines.
  package func append(
    _ sample: Sample, rows: [Int], context: RowContext, showsHeader: Bool, to text: inout SafeText
  ) {
    var lines: [[SafeText]] = showsHeader ? [fields.map(\.definition.title)] : []
    for index in rows {
      guard let row = sample.row(index, in: context) else { continue }
      lines.append(
        fields.map { field in
          var cell = SafeText()
          field.write(row, to: &cell)
          return cell
        })
    }
    append(lines, to: &text)
  }

  private func append(_ lines: [[SafeText]], to text: inout SafeText) {
    let widths = fields.indices.map { column in lines.map { $0[column].columns }.max() ?? 0 }
    for line in lines {
      for (column, cell) in line.enumerated() {
        let isRight = fields[column].definition.alignment == .right
        let isLast = column == fields.count - 1
        if column > 0 { text.append(" ") }
        guard isRight || !isLast else {
          text.append(cell)
          continue
        }
        text.append(cell, paddedTo: widths[column], isRight ? .right : .left)
      }
      text.append("\n")
    }
  }
}
