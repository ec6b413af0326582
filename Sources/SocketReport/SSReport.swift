package import SocketModel
package import TextSafety

/// A listing as `ss` prints it.
///
/// Rows are gathered and rendered in chunks: append rows, write `flush` whenever `isFull`, and once
/// at the end. The columns of a chunk are as wide as their longest cell so far; `ss` does the same
/// with larger chunks. So a listing of some thousand sockets is aligned as a whole, and a longer one
/// begins to come out while the kernel still tells it.
package struct SSReport: ~Copyable {
  /// The bytes of cells after which a chunk is rendered: what the caches hold.
  package static let chunkBytes = 256 << 10

  package let options: ReportOptions
  let writer: RowWriter
  private var cells: CellTable
  private var output = RowBuffer(capacity: 2 * Self.chunkBytes)
  private var owesHeader: Bool
  /// Whether internet addresses and ports are digits and nothing else.
  private let isNumeric: Bool
  private let needsDetail: Bool
  private let noName = RawText([])
  /// The last SCTP endpoint: rows with its inode that follow are its associations.
  private var endpointInode: UInt32 = 0

  /// `owners` are needed with `-p` only; with `-T` an owner stands there once for each thread, and
  /// `threads` has the thread of each, by inode. `contexts` are needed with `-Z` and `-z`.
  package init(
    options: ReportOptions, address: AddressText, owners: OwnerTable = OwnerTable(),
    threads: [UInt32: [Int32]] = [:], contexts: (any ContextReader)? = nil
  ) {
    self.options = options
    writer = RowWriter(
      options: options, address: address, owners: owners, threads: threads, contexts: contexts)
    cells = CellTable(
      columns: ReportColumn.shown(by: options), measuresRest: options.width != nil)
    owesHeader = options.showsHeader
    needsDetail = options.needsDetail
    isNumeric = options.isNumeric && !options.resolvesHosts
  }

  /// Whether enough has been gathered to be written.
  package var isFull: Bool { cells.text.count >= Self.chunkBytes }

  /// Adds a socket of a snapshot; enough unless `options.needsDetail`.
  ///
  /// `name` is the name of a unix socket, else not looked at.
  package mutating func append(_ record: SocketRecord, name: RawText? = nil) {
    guard !needsDetail else {
      var detail = SocketDetail(record: record)
      detail.name = name
      return append(detail)
    }
    let isAssociation = isAssociation(record)
    writeCells(record, name ?? noName, isAssociation)
    writer.writeRest(record, isAssociation: isAssociation, to: &cells.text)
    cells.endCell()
  }

  /// Adds a socket with everything that is known of it.
  package mutating func append(_ detail: SocketDetail) {
    let isAssociation = isAssociation(detail.record)
    writeCells(detail.record, detail.name ?? noName, isAssociation)
    writer.writeRest(detail, isAssociation: isAssociation, to: &cells.text)
    cells.endCell()
  }

  /// Hands over the lines of all rows since the last call, the header first of all; no text when
  /// there is nothing to write.
  package mutating func flush<Failure: Error>(
    _ write: (borrowing RowBuffer) throws(Failure) -> Void
  ) throws(Failure) {
    if owesHeader, cells.isEmpty { cells.appendHeader() }
    owesHeader = false
    output.removeAll()
    cells.render(screenWidth: options.width, to: &output)
    cells.removeAll()
    if output.count > 0 { try write(output) }
  }

  /// Writes all cells but the last.
  private mutating func writeCells(
    _ record: SocketRecord, _ name: RawText, _ isAssociation: Bool
  ) {
    if owesHeader {
      owesHeader = false
      cells.appendHeader()
    }
    let isPlain = isNumeric && record.interfaceIndex == 0 && RowWriter.isInternet(record)
    for column in cells.columns where column != .rest {
      writer.write(
        column, of: record, name: name, isAssociation: isAssociation, to: &cells.text)
      cells.endCell(isASCII: column.isPlain || (isPlain && column != .process))
    }
  }

  private mutating func isAssociation(_ record: SocketRecord) -> Bool {
    guard case .sctp = record.kind else { return false }
    if endpointInode != 0, record.inode == endpointInode { return true }
    endpointInode = record.inode
    return false
  }
}
