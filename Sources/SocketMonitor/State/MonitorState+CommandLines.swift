import SocketMetrics
import SocketModel
import TextSafety

/// Command lines are read where something shows or compares them, and nowhere else.
extension MonitorState {
  /// Asks for the command lines that are missing; nothing is asked twice.
  mutating func commandLineEffects() -> [MonitorEffect] {
    guard comparesCommandLines || showsCommandLines else { return [] }
    let missing = commandLines.missing(of: comparesCommandLines ? allOwners : visibleOwners)
    return missing.isEmpty ? [] : [.readCommandLines(missing)]
  }

  /// The filter, the order or the groups need every command line.
  private var comparesCommandLines: Bool {
    table.order.column == .field(.cmd) || table.grouping == RowGrouping(.field(.cmd))
      || filter.compares(.cmd)
  }

  private var showsCommandLines: Bool {
    detail != nil || table.columns.contains(.field(.cmd))
  }

  /// The first owner of every socket: the one whose command line the field tells.
  private var allOwners: [SocketOwner] {
    guard let sample else { return [] }
    return (0..<liveCount).compactMap { firstOwner(of: $0, sample) }
  }

  private var visibleOwners: [SocketOwner] {
    guard let sample else { return [] }
    var found = table.visible.compactMap(socketRow(of:)).compactMap {
      firstOwner(of: Int($0), sample)
    }
    if let record = detail?.record,
      case .owners(let owners) = owners.owners(ofInode: record.inode), let first = owners.first
    {
      found.append(first)
    }
    return found
  }

  private func firstOwner(of row: Int, _ sample: Sample) -> SocketOwner? {
    let records = sample.snapshot.records
    guard row < records.count, row < sample.metrics.count else { return nil }
    let seen = sample.metrics[row].ownerInode
    let knowledge = owners.owners(ofInode: seen != 0 ? seen : records[row].inode)
    guard case .owners(let owners) = knowledge else { return nil }
    return owners.first
  }
}
