package import SocketModel
package import TextSafety

/// What rows of one sample share: the snapshot's name tables, owners, names, the present.
package struct RowContext: Sendable {
  private struct Parts: Sendable {
    var snapshot: Snapshot
    var owners: OwnerTable
    var names: any SocketNames
    var isNumeric: Bool
    var commandLines: [Int32: RawText]
    var quantity: QuantityText
    var others: OtherEndFinder?
  }

  /// In one piece: rows carry it with them, and each cell of a table makes a row.
  private final class Content: Sendable {
    let parts: Parts

    init(_ parts: Parts) { self.parts = parts }
  }

  private var content: Content

  package init(
    snapshot: Snapshot, owners: OwnerTable, names: any SocketNames, isNumeric: Bool = true,
    commandLines: [Int32: RawText] = [:], quantity: QuantityText = QuantityText(),
    others: OtherEndFinder? = nil
  ) {
    content = Content(
      Parts(
        snapshot: snapshot, owners: owners, names: names, isNumeric: isNumeric,
        commandLines: commandLines, quantity: quantity, others: others))
  }

  private mutating func change(_ change: (inout Parts) -> Void) {
    var parts = content.parts
    change(&parts)
    content = Content(parts)
  }

  /// How addresses are written in this context.
  package var addresses: AddressText { AddressText(names: names, isNumeric: isNumeric) }
}

/// The parts: read where they stand, and copied when one is set.
extension RowContext {
  /// Unix names, congestion controls, namespaces and the present come from here.
  package var snapshot: Snapshot {
    _read { yield content.parts.snapshot }
    set { change { $0.snapshot = newValue } }
  }

  package var owners: OwnerTable {
    _read { yield content.parts.owners }
    set { change { $0.owners = newValue } }
  }

  package var names: any SocketNames {
    _read { yield content.parts.names }
    set { change { $0.names = newValue } }
  }

  /// Ports, users and addresses as numbers.
  package var isNumeric: Bool {
    get { content.parts.isNumeric }
    set { change { $0.isNumeric = newValue } }
  }

  /// Command lines by pid, as far as they have been read; arguments parted by blanks.
  package var commandLines: [Int32: RawText] {
    _read { yield content.parts.commandLines }
    set { change { $0.commandLines = newValue } }
  }

  /// How amounts are written.
  package var quantity: QuantityText {
    get { content.parts.quantity }
    set { change { $0.quantity = newValue } }
  }

  /// Which sockets are at the other ends; nil where nobody asks.
  package var others: OtherEndFinder? {
    _read { yield content.parts.others }
    set { change { $0.others = newValue } }
  }
}
