package import SocketMetrics
package import SocketModel
import TerminalUI
import TextSafety

/// The socket whose detail is shown.
package struct DetailState: Sendable {
  /// As it was last seen.
  package internal(set) var record: SocketRecord
  package internal(set) var metric: SocketMetric
  /// The name of a unix socket.
  package internal(set) var row: SocketRow
  /// What the kernel told last; nil until it answered.
  package internal(set) var answer: SocketDetail?
  /// The kernel, or the last sample, has it no more.
  package internal(set) var isGone = false
  /// The lines that are scrolled away.
  package internal(set) var top = 0
}

/// The detail of one socket.
extension MonitorState {
  mutating func openDetail(_ item: RowItem) -> [MonitorEffect] {
    guard let row = row(of: item) else { return [] }
    pin(item)
    detail = DetailState(record: row.record, metric: row.metric, row: row)
    var isGone = hasEnded(item)
    if case .event = item { isGone = !refreshDetail() }
    detail?.isGone = isGone
    return detail?.isGone == true ? [] : [.queryDetail(row.record)]
  }

  /// After a sample: the present figures, and a question to the kernel.
  mutating func detailEffects() -> [MonitorEffect] {
    guard detail != nil else { return [] }
    guard refreshDetail() else {
      detail?.isGone = true
      return []
    }
    return detail.map { [.queryDetail($0.record)] } ?? []
  }

  /// Takes the figures of the sample; false when it does not have the socket.
  private mutating func refreshDetail() -> Bool {
    guard let detail, let sample, let context = rowContext else { return false }
    let identity = detail.record.identity
    let records = sample.snapshot.records
    let found = records.indices.prefix(liveCount).first {
      records[$0].cookie == identity.cookie && records[$0].identity == identity
    }
    guard let found else { return false }
    self.detail?.record = records[found]
    self.detail?.metric = sample.metrics[found]
    self.detail?.row = SocketRow(
      record: records[found], metric: sample.metrics[found],
      gauges: sample.snapshot.gauges(at: found) ?? detail.answer?.gauges, context: context)
    self.detail?.isGone = false
    return true
  }

  mutating func apply(_ answer: SocketDetail?, for identity: SocketIdentity) {
    guard detail?.record.identity == identity, let answer else { return }
    detail?.answer = answer
    if detail?.row.gauges == nil { detail?.row.gauges = answer.gauges }
  }

  /// A key while the detail shows: it scrolls, and what concerns the socket works as in the table.
  mutating func performInDetail(_ action: MonitorAction) -> [MonitorEffect] {
    switch action {
    case .move(let step):
      let height = layout.table.rows
      let count = DetailPane(self)?.lines.count ?? 0
      var pane = TextPane(Array(repeating: TextPane.Line(""), count: count), top: detail?.top ?? 0)
      pane.move(step, height: height)
      detail?.top = pane.top
    case .cancel, .detail: detail = nil
    case .signal, .destroy, .copy, .otherEnd:
      guard detail?.isGone != true, table.selected != nil, !table.isLost else {
        return refuse("the socket has ended")
      }
      if action == .otherEnd { detail = nil }
      return perform(action)
    case .view, .nextView, .previousView, .pause, .longerInterval, .shorterInterval, .numeric,
      .namespaces, .help, .suspend, .redraw, .quit, .mark:
      return perform(action)
    case .columnLeft, .columnRight, .filter, .filterByCell, .filterWithoutCell, .search,
      .searchNext, .searchPrevious, .sortByPreviousColumn, .sortByNextColumn, .sortMenu,
      .reverseSort, .groupMenu, .explainColumn, .setup, .chooseShown, .tag, .untagAll,
      .followProcess, .freeze:
      break
    }
    return []
  }
}
