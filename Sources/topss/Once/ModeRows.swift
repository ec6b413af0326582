internal import LinuxHost
internal import SocketMetrics
internal import SocketModel
internal import SocketReport
internal import TextSafety

/// The rows of `-K` and `-E`: as `ss` prints them; where the sockets of all network namespaces are
/// meant, as a table that says in which one each lives.
struct ModeRows: ~Copyable {
  private let listing: Listing
  private var report: SSReport
  /// The rows that wait to be written, and the names of all namespaces; nil for the form of `ss`.
  private var sockets: Snapshot?
  private var showsHeader: Bool

  init(_ listing: Listing) {
    self.listing = listing
    report = listing.report(width: TerminalWidth.ofOutput)
    showsHeader = listing.options.shown.showsHeader
    guard let namespaces = listing.namespaces else { return }
    sockets = Snapshot()
    sockets?.namespaces = namespaces.names
  }

  /// Takes over the names of namespaces that were found since.
  mutating func rename(_ names: [NetworkNamespaceName]) { sockets?.namespaces = names }

  /// Adds an internet socket.
  mutating func append(_ detail: SocketDetail) {
    guard sockets != nil else { return report.append(detail) }
    var record = detail.record
    (record.name, record.congestionControl) = (NameRange(), 0)
    sockets?.records.append(record)
  }

  /// Writes the rows so far; the header stands before the first ones.
  mutating func write() throws(OutputError) {
    guard sockets != nil else { return try report.flush(StandardOutput.write) }
    let text = takeTable()
    if !text.isEmpty { try StandardOutput.write(text) }
  }

  private mutating func takeTable() -> SafeText {
    var text = SafeText()
    guard let snapshot = sockets, showsHeader || !snapshot.records.isEmpty else { return text }
    let table = FieldTableReport(fields: listing.options.own.columns ?? fields)
    let context = RowContext(
      snapshot: snapshot, owners: listing.owners, names: listing.names,
      isNumeric: listing.options.shown.isNumeric)
    table.append(
      Sample(first: snapshot), rows: Array(snapshot.records.indices), context: context,
      showsHeader: showsHeader, to: &text)
    showsHeader = false
    sockets?.records = []
    return text
  }

  private var fields: [SocketField] {
    let owners: [SocketField] = listing.options.shown.showsProcesses ? [.proc] : []
    return [.netid, .state, .recvq, .sendq, .local, .peer] + owners + [.netns]
  }
}
