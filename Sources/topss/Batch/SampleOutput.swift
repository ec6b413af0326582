internal import SocketFilter
internal import SocketMetrics
internal import SocketModel
internal import SocketReport
internal import TextSafety

/// Writes samples in the format of the options: a table, a JSON object a line, or CSV.
struct SampleOutput {
  private let listing: Listing
  private let json: JSONReport
  private let csv: CSVReport
  private let table: FieldTableReport
  private var isFirst = true
  private var text = SafeText()

  /// The columns of a table that nobody chose.
  private static let standardColumns: [SocketField] = [
    .netid, .state, .recvq, .sendq, .rx, .tx, .rtt, .retrans, .local, .peer, .proc,
  ]

  init(_ listing: Listing) {
    self.listing = listing
    let columns = listing.options.own.columns
    let standard =
      listing.options.namespace == .all
      ? Self.standardColumns + [.netns] : Self.standardColumns
    let shown = listing.options.shown
    json = JSONReport(fields: columns, options: shown)
    csv = CSVReport(fields: columns, options: shown, showsTime: listing.options.mode == .batch)
    table = FieldTableReport(fields: columns ?? standard)
  }

  /// Writes one sample; `details` for `DetailTable.isNeeded(for:)`.
  mutating func write(
    _ sample: Sample, owners: OwnerTable, commandLines: CommandLineReader,
    details: DetailTable = DetailTable()
  ) throws(OutputError) {
    let options = listing.options
    let lines =
      readsCommandLines
      ? commandLines.lines(of: owners.firstOwners(of: sample), seconds: 0.5) : [:]
    var context = RowContext(
      snapshot: sample.snapshot, owners: owners, names: listing.names,
      isNumeric: options.shown.isNumeric, commandLines: lines)
    if listing.needsOtherEnds { context.others = OtherEndFinder(sample) }
    let rows = self.rows(of: sample, context: context)
    forgetText()
    switch options.own.format {
    case .json:
      json.append(
        sample, rows: rows, context: context, matching: { listing.shows($0) },
        details: details, notes: VisibilityNotes.sentences(on: sample.snapshot, owners: owners),
        to: &text)
    case .csv:
      if isFirst, options.shown.showsHeader { csv.appendHeader(to: &text) }
      csv.append(sample, rows: rows, context: context, details: details, to: &text)
    case .text:
      if !isFirst { text.append("\n") }
      if options.summary != .none {
        SummaryReport.append(sample.snapshot.host ?? HostCounters(), to: &text)
      }
      guard options.summary != .alone else { break }
      table.append(
        sample, rows: rows, context: context, showsHeader: options.shown.showsHeader, to: &text)
    }
    isFirst = false
    try StandardOutput.write(text)
  }

  /// Keeps the memory of the last text for the next one, unless it was made by a burst that is over.
  private mutating func forgetText() {
    let (count, capacity) = (text.utf8.count, text.utf8.capacity)
    if capacity > 1 << 20, count < capacity / 4 {
      text = SafeText()
    } else {
      text.removeAll()
    }
  }

  /// Whether the field is written, compared or sorted by. JSON and CSV write every field.
  private var readsCommandLines: Bool {
    let own = listing.options.own
    if let columns = own.columns {
      if columns.contains(.cmd) { return true }
    } else if own.format != .text {
      return true
    }
    return own.order?.field == .cmd || listing.filter.compiled.readsFields
  }

  /// The rows that the selection and the filter leave, in the order of `--sort`, else in the
  /// kernel's.
  private func rows(of sample: Sample, context: RowContext) -> [Int] {
    let records = sample.snapshot.records
    let rows = listing.filter.compiled.indices(in: sample, context: context).filter {
      listing.selects(records[$0])
    }
    guard let order = listing.options.own.order else { return rows }
    let isDescending = order.isDescending ?? order.field.definition.unit.sortsDescending
    let keys = RowOrder(order.field, descending: isDescending)
      .keys(of: sample, rows: rows.map { UInt32(truncatingIfNeeded: $0) }, context: context)
    return keys.sorted().map { Int($0.row) }
  }
}

extension OwnerTable {
  /// Every process that holds a socket and lives, once.
  var all: [SocketOwner] {
    var seen: Set<Int32> = []
    return byInode.values.joined().filter { !$0.hasEnded && seen.insert($0.pid).inserted }
  }

  /// The first owner of each socket, every process once.
  func firstOwners(of sample: Sample) -> [SocketOwner] {
    var seen: Set<Int32> = []
    let inodes = sample.ownerInodes
    return (inodes.live + inodes.kept).compactMap { inode in
      guard let first = byInode[inode]?.first, !first.hasEnded, seen.insert(first.pid).inserted
      else { return nil }
      return first
    }
  }
}
