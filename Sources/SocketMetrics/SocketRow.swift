package import SocketModel
package import TextSafety

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

  /// Who holds the socket, or held it when it was last seen with a file.
  package var owners: OwnerKnowledge {
    context.owners.owners(ofInode: metric.ownerInode != 0 ? metric.ownerInode : record.inode)
  }

  /// The owner shown first; nil when there is none or it is not known.
  package var firstOwner: SocketOwner? {
    guard case .owners(let owners) = owners else { return nil }
    return owners.first
  }

  /// The owner's uid, or that of before the socket lost its file; nil when not known.
  package var ownerUID: UInt32? { record.ownerUID ?? metric.ownerUID }

  /// The name of a unix socket; empty for none.
  package var name: RawText {
    record.name.length == 0 ? RawText([]) : context.snapshot.name(of: record)
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
  /// Command lines by pid, as far as they have been read; arguments parted by blanks.
  package var commandLines: [Int32: RawText]
  /// How amounts are written.
  package var quantity: QuantityText

  package init(
    snapshot: Snapshot, owners: OwnerTable, names: any SocketNames, isNumeric: Bool = true,
    commandLines: [Int32: RawText] = [:], quantity: QuantityText = QuantityText()
  ) {
    self.snapshot = snapshot
    self.owners = owners
    self.names = names
    self.isNumeric = isNumeric
    self.commandLines = commandLines
    self.quantity = quantity
  }

  /// How addresses are written in this context.
  package var addresses: AddressText { AddressText(names: names, isNumeric: isNumeric) }
}
