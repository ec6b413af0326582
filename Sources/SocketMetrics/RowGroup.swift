package import TextSafety

/// Rows that agree in something, and what they add up to.
package struct RowGroup: Sendable {
  /// What they agree in, as it came from outside; nil where it is not known.
  package var key: RawText?
  /// The group above, for groups of a second level; also empty at the first.
  package var path: [RawText?] = []
  /// Indices into the sample's records.
  package var members: [UInt32] = []
  /// The groups of the second level; empty when there is one level only.
  package var children: [RowGroup] = []
  var sums = GroupSums()

  package var count: Int { members.count }

  /// A group's figure: sums of rates, bytes, queues, segments and drops over the members that tell
  /// them, the median of `rtt`; NaN when no member tells or the figure has no sum.
  package func number(of field: SocketField) -> Double { sums.number(of: field) }

  /// Seconds; nil when no member has a round-trip time.
  package var medianRoundTrip: Double? { sums.medianRoundTrip }
  /// Seconds, the worst of the members.
  package var worstRoundTrip: Double? { sums.roundTrips.last }

  /// The group's name: the key, or `-` where it is not known.
  package var title: SafeText { key.map { SafeText($0) } ?? "-" }
}

/// The figures of a group.
struct GroupSums: Sendable {
  /// Fields that can be added up.
  static let fields: [SocketField] = [
    .rx, .tx, .traffic, .rxBytes, .txBytes, .retrans, .retransRate, .recvq, .sendq, .drops,
    .dropRate, .segsIn, .segsOut, .lost, .unacked, .notsent, .skmemRead, .skmemWrite, .delivery,
  ]
  static let places: [SocketField: Int] = Dictionary(
    uniqueKeysWithValues: fields.enumerated().map { ($0.element, $0.offset) })

  var values: [Double] = Array(repeating: .nan, count: fields.count)
  /// Sorted once the group is complete.
  var roundTrips: [Double] = []

  mutating func add(_ value: Double, at place: Int) {
    guard !value.isNaN else { return }
    values[place] = values[place].isNaN ? value : values[place] + value
  }

  func number(of field: SocketField) -> Double {
    if field == .rtt { return medianRoundTrip ?? .nan }
    return Self.places[field].map { values[$0] } ?? .nan
  }

  var medianRoundTrip: Double? {
    guard !roundTrips.isEmpty else { return nil }
    let middle = roundTrips.count / 2
    guard roundTrips.count % 2 == 0 else { return roundTrips[middle] }
    return (roundTrips[middle - 1] + roundTrips[middle]) / 2
  }
}
