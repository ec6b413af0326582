package import SocketModel

/// The whole replies about the sockets of a sample, for the keys that options such as `-i` add to
/// JSON and CSV.
package struct DetailTable: Sendable {
  private var byCookie: [UInt64: SocketDetail] = [:]

  package init() {}

  /// Adds a socket; one without a cookie, which comes from `/proc`, tells nothing more.
  package mutating func add(_ detail: SocketDetail) {
    guard detail.record.cookie != 0 else { return }
    byCookie[detail.record.cookie] = detail
  }

  /// Whether `options` ask for more than the field table tells.
  package static func isNeeded(for options: ReportOptions) -> Bool {
    !DetailKey.keys(for: options).isEmpty
  }

  /// The reply about `record`; nil when it was not there any more.
  func detail(of record: SocketRecord) -> SocketDetail? { byCookie[record.cookie] }
}
