internal import SocketMetrics
internal import SocketModel
internal import TextSafety

extension FilterProgram {
  func answer(_ test: FieldTest, _ row: SocketRow) -> Bool {
    switch test {
    case .isKnown(let field): return isKnown(field, row)
    case .number(let field, let order, let wanted):
      return Self.holds(field.number(of: row), order, wanted)
    case .read(let index, let order, let wanted):
      return Self.holds(readers[index].number(of: row), order, wanted)
    case .numbers(let field, let range): return range.contains(field.number(of: row))
    case .cookie(let cookie): return row.record.cookie == cookie
    case .fill(let order, let wanted):
      let fill = SocketField.recvq.number(of: row) / SocketField.backlog.number(of: row)
      return Self.holds(fill, order, wanted)
    case .ownerNumber(let field, let order, let wanted):
      return owners(row).contains { Self.holds(Self.number(field, $0), order, wanted) }
    case .ownerNumbers(let field, let range):
      return owners(row).contains { range.contains(Self.number(field, $0)) }
    case .glob(let field, let index):
      return texts(field, row).contains { globs[index].matches($0.bytes) }
    case .pattern(let field, let index):
      return texts(field, row).contains { patterns[index].matches($0.bytes) }
    }
  }

  /// Comparisons with NaN, which stands for unknown, are false.
  private static func holds(_ value: Double, _ order: FilterComparison, _ wanted: Double) -> Bool {
    switch order {
    case .equal: value == wanted
    case .notEqual: value < wanted || value > wanted
    case .greaterOrEqual: value >= wanted
    case .lessOrEqual: value <= wanted
    case .greater: value > wanted
    case .less: value < wanted
    }
  }

  private func isKnown(_ field: SocketField, _ row: SocketRow) -> Bool {
    if field == .pid || field == .fd { return !owners(row).isEmpty }
    if field == .cookie { return row.record.cookie != 0 }
    if case .text = field.definition.unit { return !texts(field, row).isEmpty }
    return !field.number(of: row).isNaN
  }

  private func owners(_ row: SocketRow) -> [SocketOwner] {
    let record = row.record
    let inode = record.inode != 0 ? record.inode : row.metric.ownerInode
    guard inode != 0 else { return [] }
    return row.context.owners.byInode[inode] ?? []
  }

  private static func number(_ field: SocketField, _ owner: SocketOwner) -> Double {
    field == .pid ? Double(owner.pid) : Double(owner.descriptor)
  }

  /// The texts of which one must match: of every owner, or of the socket; none when unknown.
  private func texts(_ field: SocketField, _ row: SocketRow) -> [RawText] {
    if field == .proc { return owners(row).map(\.command) }
    guard field == .user else { return field.text(of: row).map { [$0] } ?? [] }
    guard let uid = row.record.ownerUID ?? row.metric.ownerUID else { return [] }
    let number = RawText(utf8: String(uid))
    return row.context.names.user(uid: uid).map { [$0, number] } ?? [number]
  }
}
