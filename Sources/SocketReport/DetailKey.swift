internal import SocketModel
internal import TextSafety

/// A key of JSON, or a column of CSV, whose value only a socket's whole reply tells: everything that
/// `ss` prints and the field table has not.
///
/// The options that make `ss` print it add the key. Values are base units, as in the field table.
struct DetailKey: Sendable {
  enum Value: Sendable {
    case number(Double)
    case integer(UInt64)
    case flag(Bool)
    case text(RawText)
    case integers([UInt64])
    case texts([RawText])
  }

  let name: SafeText
  let read: @Sendable (SocketDetail) -> Value?

  /// The keys that `options` add, in the order in which `ss` prints their values.
  static func keys(for options: ReportOptions) -> [DetailKey] {
    var keys: [DetailKey] = []
    if options.showsTimers { keys += timer }
    if options.showsExtended { keys += extended }
    if options.showsTypeOfService { keys += typeOfService }
    if options.showsSocketOptions { keys += socketOptions }
    if options.showsMemory { keys += memory }
    if options.showsInfo { keys += tcp + congestion + upperLayer + mptcp + sctp }
    if options.showsExtended { keys += local + packet + xdp }
    if options.showsBPF { keys += bpf }
    if options.showsTIPC { keys += tipc }
    return keys
  }

  /// A whole number.
  static func count<Number: FixedWidthInteger & SendableMetatype>(
    _ name: SafeText, _ read: @escaping @Sendable (SocketDetail) -> Number?
  ) -> DetailKey {
    DetailKey(name: name) { read($0).map { .integer(UInt64(clamping: $0)) } }
  }

  /// A time: `unit` of them make a second.
  static func seconds<Number: FixedWidthInteger & SendableMetatype>(
    _ name: SafeText, per unit: Double, _ read: @escaping @Sendable (SocketDetail) -> Number?
  ) -> DetailKey {
    DetailKey(name: name) { read($0).map { .number(Double($0) / unit) } }
  }

  static func flag(
    _ name: SafeText, _ read: @escaping @Sendable (SocketDetail) -> Bool?
  ) -> DetailKey {
    DetailKey(name: name) { read($0).map { .flag($0) } }
  }

  static func text(
    _ name: SafeText, _ read: @escaping @Sendable (SocketDetail) -> RawText?
  ) -> DetailKey {
    DetailKey(name: name) { read($0).map { .text($0) } }
  }
}

/// How a value is written.
extension DetailKey {
  /// Appends the value as JSON.
  func appendJSON(_ detail: SocketDetail?, to text: inout SafeText) {
    switch detail.flatMap(read) {
    case nil: text.append("null")
    case .number(let value): text.appendJSON(value)
    case .integer(let value): text.append(value)
    case .flag(let value): text.append(value ? "true" : "false")
    case .text(let value): Self.appendQuoted(value, to: &text)
    case .integers(let values):
      Self.appendList(values, to: &text) { $1.append($0) }
    case .texts(let values): Self.appendList(values, to: &text, Self.appendQuoted)
    }
  }

  /// Appends the value as a field of CSV; nothing for one that is not known, blanks in lists.
  func appendCSV(_ detail: SocketDetail?, to text: inout SafeText) {
    switch detail.flatMap(read) {
    case nil: break
    case .number(let value): text.appendJSON(value)
    case .integer(let value): text.append(value)
    case .flag(let value): text.append(value ? "1" : "0")
    case .text(let value): text.append(csvField: value.escaped)
    case .integers(let values):
      for (index, value) in values.enumerated() {
        if index > 0 { text.append(" ") }
        text.append(value)
      }
    case .texts(let values):
      var joined = SafeText()
      for (index, value) in values.enumerated() {
        if index > 0 { joined.append(" ") }
        joined.append(value.escaped)
      }
      text.append(csvField: joined)
    }
  }

  private static func appendQuoted(_ value: RawText, to text: inout SafeText) {
    text.append("\"")
    text.append(jsonEscaped: value)
    text.append("\"")
  }

  private static func appendList<Element>(
    _ values: [Element], to text: inout SafeText, _ append: (Element, inout SafeText) -> Void
  ) {
    text.append("[")
    for (index, value) in values.enumerated() {
      if index > 0 { text.append(",") }
      append(value, &text)
    }
    text.append("]")
  }
}
