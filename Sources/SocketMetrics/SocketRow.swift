package import SocketModel

/// One socket as a row sees it: what the kernel told, what was derived, and where names come from.
package struct SocketRow: Sendable {
  package var record: SocketRecord
  package var metric: SocketMetric
  package var context: RowContext

  package init(record: SocketRecord, metric: SocketMetric, context: RowContext) {
    self.record = record
    self.metric = metric
    self.context = context
  }
}

/// What rows of one sample share: the snapshot's name tables, owners, names, the present.
package struct RowContext: Sendable {
  /// Unix names, congestion controls, namespaces and the present come from here.
  package var snapshot: Snapshot
  package var owners: OwnerTable
  package var names: any SocketNames
  /// Ports, users and addresses as numbers.
  package var isNumeric: Bool

  package init(
    snapshot: Snapshot, owners: OwnerTable, names: any SocketNames, isNumeric: Bool = true
  ) {
    self.snapshot = snapshot
    self.owners = owners
    self.names = names
    self.isNumeric = isNumeric
  }
}
