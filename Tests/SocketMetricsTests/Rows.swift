import SocketMetrics
import SocketModel
import TextSafety

/// Rows for tests.
enum Rows {
  static func connection(cookie: UInt64 = 1) -> SocketRecord {
    var record = SocketRecord()
    record.cookie = cookie
    record.state = .established
    record.localAddress = AddressBits(word: 0x0a00_0001)
    record.localPort = 443
    record.remoteAddress = AddressBits(word: 0xcb00_7109)
    record.remotePort = 51234
    return record
  }

  static func row(
    _ record: SocketRecord, _ metric: SocketMetric = SocketMetric(), now: UInt64 = 0,
    owners: OwnerTable = OwnerTable()
  ) -> SocketRow {
    var snapshot = Snapshot()
    snapshot.time = MonotonicTime(nanoseconds: now)
    let context = RowContext(snapshot: snapshot, owners: owners, names: NoNames())
    return SocketRow(record: record, metric: metric, context: context)
  }

  static func cell(_ field: SocketField, _ row: SocketRow) -> String {
    var text = SafeText()
    field.write(row, to: &text)
    return text.string
  }
}
