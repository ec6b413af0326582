package import SocketModel
package import TextSafety

/// A listing as `ss` prints it.
///
/// Rows are gathered and rendered in chunks, so that columns are as wide as their longest cell
/// without holding the whole output: append rows, write `flush()` whenever `isFull`, and once at
/// the end.
package struct SSReport: Sendable {
  /// The bytes of cells after which a chunk is rendered; `ss` renders after as much.
  package static let chunkBytes = 5 << 20

  package let options: ReportOptions
  let writer: RowWriter
  private var cells: CellTable
  private var owesHeader: Bool
  /// The last SCTP endpoint: rows with its inode that follow are its associations.
  private var endpointInode: UInt32 = 0

  /// `owners` are needed with `-p` only; with `-T` an owner stands there once for each thread, and
  /// `threads` has the thread of each, by inode.
  package init(
    options: ReportOptions, address: AddressText, owners: OwnerTable = OwnerTable(),
    threads: [UInt32: [Int32]] = [:]
  ) {
    self.options = options
    writer = RowWriter(options: options, address: address, owners: owners, threads: threads)
    cells = CellTable(
      columns: ReportColumn.shown(by: options), measuresRest: options.width != nil)
    owesHeader = options.showsHeader
  }

  /// Whether enough has been gathered to be written.
  package var isFull: Bool { cells.text.utf8.count >= Self.chunkBytes }

  /// Adds a socket of a snapshot; enough unless `options.needsDetail`.
  ///
  /// `name` is the name of a unix socket, else not looked at.
  package mutating func append(_ record: SocketRecord, name: RawText = RawText([])) {
    append(record, name: name, detail: nil)
  }

  /// Adds a socket with everything that is known of it.
  package mutating func append(_ detail: SocketDetail) {
    append(detail.record, name: detail.name ?? RawText([]), detail: detail)
  }

  /// The lines of all rows since the last call, the header first of all; empty when there is
  /// nothing to write.
  package mutating func flush() -> SafeText {
    if owesHeader, cells.ends.isEmpty { cells.appendHeader() }
    owesHeader = false
    let output = cells.rendered(screenWidth: options.width)
    cells.removeAll()
    return output
  }

  private mutating func append(_ record: SocketRecord, name: RawText, detail: SocketDetail?) {
    if owesHeader {
      owesHeader = false
      cells.appendHeader()
    }
    let isAssociation = isAssociation(record)
    let isPlain =
      options.isNumeric && !options.resolvesHosts && record.interfaceIndex == 0
      && record.kind.isInternet
    for column in cells.columns {
      writer.write(
        column, of: record, name: name, detail: detail, isAssociation: isAssociation,
        to: &cells.text)
      cells.endCell(isASCII: column.isPlain || (isPlain && column != .process))
    }
  }

  private mutating func isAssociation(_ record: SocketRecord) -> Bool {
    guard record.kind == .sctp else { return false }
    if endpointInode != 0, record.inode == endpointInode { return true }
    endpointInode = record.inode
    return false
  }
}
