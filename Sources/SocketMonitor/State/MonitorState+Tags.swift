import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// What the tagged sockets add up to.
package struct TaggedTotals: Sendable {
  package var count = 0
  /// Bytes per second.
  package var receiveRate = 0.0
  package var sendRate = 0.0
}

/// Tags: rows that belong together for totals, kills and copies.
extension MonitorState {
  /// Space: tags the row, or all sockets of the group; again untags.
  mutating func toggleTag() {
    guard let item = selectedItem, let sample else { return }
    let rows = group(of: item)?.members ?? socketRow(of: item).map { [$0] } ?? []
    let identities = rows.filter { Int($0) < liveCount }.map {
      sample.snapshot.records[Int($0)].identity
    }
    guard !identities.isEmpty else { return }
    if identities.allSatisfy(tags.contains) {
      tags.subtract(identities)
    } else {
      tags.formUnion(identities)
    }
    refreshTaggedTotals()
    pin(item)
    move(.down)
  }

  mutating func untagAll() {
    tags = []
    taggedTotals = nil
  }

  /// Whether a row carries the mark: of a group, whether all its sockets do.
  func isTagged(_ item: RowItem) -> Bool {
    guard !tags.isEmpty, let sample else { return false }
    if let group = group(of: item) {
      return group.members.allSatisfy { tags.contains(sample.snapshot.records[Int($0)].identity) }
    }
    return record(of: item).map { tags.contains($0.identity) } ?? false
  }

  /// After a sample: tags of sockets that are gone go with them.
  mutating func refreshTaggedTotals() {
    guard !tags.isEmpty, let sample else {
      taggedTotals = nil
      return
    }
    let cookies = Set(tags.map(\.cookie))
    var totals = TaggedTotals()
    var present: Set<SocketIdentity> = []
    for index in 0..<liveCount {
      let record = sample.snapshot.records[index]
      guard cookies.contains(record.cookie), tags.contains(record.identity) else { continue }
      present.insert(record.identity)
      totals.count += 1
      totals.receiveRate += sample.metrics[index].receiveRate ?? 0
      totals.sendRate += sample.metrics[index].sendRate ?? 0
    }
    tags = present
    taggedTotals = tags.isEmpty ? nil : totals
  }
}
