import SocketMetrics
import SocketModel
import TextSafety

/// What a new sample changes.
extension MonitorState {
  /// Collects what the sample tells, and shows it unless the screen is held.
  mutating func take(_ new: Sample) -> [MonitorEffect] {
    events.append(new, owners: owners)
    totals.append(new)
    (hostBefore, latestHost) = (latestHost, new.snapshot.host)
    if case .on(let lost) = new.snapshot.destroyEvents { lostEnds += lost }
    now = max(now, new.snapshot.time)
    guard !isHeld else {
      heldSample = new
      return []
    }
    show(new)
    return detailEffects()
  }

  /// Shows what came while the screen was held, once it is held no more.
  mutating func releaseHeld() {
    guard !isHeld else { return }
    if let held = heldSample {
      heldSample = nil
      show(held)
    } else if isStale {
      refreshRows()
    }
    isStale = false
  }

  private mutating func show(_ new: Sample) {
    var shown = new
    liveCount = shown.liveCount
    mark?.subtract(from: &shown)
    sample = shown
    forgetOtherEnds()
    refreshRows()
    refreshTaggedTotals()
    keepHistory()
  }

  /// The past of what someone looks at: the rows in view, the tagged, the socket of the detail.
  private mutating func keepHistory() {
    guard let sample else { return }
    var rows = Set(table.visible.compactMap(socketRow(of:)))
    if !tags.isEmpty || detail != nil { rows.formUnion(watchedRows(of: sample)) }
    history.append(sample, rows: rows.filter { Int($0) < liveCount })
  }

  private func watchedRows(of sample: Sample) -> [UInt32] {
    var watched = Set(tags.map(\.cookie))
    if let detail { watched.insert(detail.record.cookie) }
    let records = sample.snapshot.records
    return (0..<liveCount).compactMap { index in
      guard watched.contains(records[index].cookie) else { return nil }
      let identity = records[index].identity
      guard tags.contains(identity) || detail?.record.identity == identity else { return nil }
      return UInt32(truncatingIfNeeded: index)
    }
  }

  /// `m`: counters show differences from now on, or no more.
  mutating func toggleMark() {
    guard let sample else { return }
    guard mark == nil else {
      mark = nil
      status = StatusMessage("counters since the beginning again; from the next sample on")
      return
    }
    mark = CounterMark(sample)
    let hint = hint(.mark, "ends it", after: "; ")
    status = StatusMessage("marked: counters show differences from now\(hint)")
  }
}
