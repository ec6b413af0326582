internal import SocketFilter
internal import SocketMetrics
internal import SocketModel
internal import TextSafety

/// Five conditions on one field, none of which holds, so that each row is asked all five: for every
/// field of the field table, over made-up sockets with owners.
struct FieldBench {
  /// Which sockets are asked.
  enum Kind: String, CaseIterable {
    /// Connections to as many hosts.
    case internet
    /// Connections within this host, both ends of each.
    case pairs
    /// Unix sockets with names, in pairs.
    case unix
  }

  /// What a row may cost.
  static let limit = 50.0

  let samples: [Sample]
  let contexts: [RowContext]

  /// Prints the fields that cost more than `limit` nanoseconds a row, or all; of `names` only those.
  static func run(count: Int, names: [String], showsAll: Bool) -> Int32 {
    for kind in Kind.allCases {
      print(
        "\(kind.rawValue): \(count) sockets; ns a row with the sample at hand, and another each time"
      )
      let bench = FieldBench(kind, count: count)
      var slow = 0
      for field in SocketField.allCases where names.isEmpty || names.contains(field.filterName) {
        guard let text = expression(of: field), let filter = compiled(text) else {
          print("    cannot be asked:", field.filterName)
          continue
        }
        let warm = bench.nanoseconds(of: filter, alternating: false)
        let cold = bench.nanoseconds(of: filter, alternating: true)
        slow += max(warm, cold) > limit ? 1 : 0
        guard showsAll || max(warm, cold) > limit else { continue }
        print(pad(fixed(warm, 1), 8, right: true), pad(fixed(cold, 1), 8, right: true), " ", text)
      }
      print(slow, "fields beyond \(fixed(limit, 0)) ns")
    }
    return 0
  }

  init(_ kind: Kind, count: Int) {
    var sampler = Sampler()
    let samples = (0..<2).map { round in
      var snapshot = SyntheticDump(count: count, round: round).snapshot(at: UInt64(round + 1))
      Self.change(&snapshot, to: kind)
      return sampler.advance(to: snapshot) { _ in .gone }
    }
    self.samples = samples
    contexts = samples.map { sample in
      var context = RowContext(
        snapshot: sample.snapshot, owners: FilterBench.owners(of: sample), names: NoNames())
      for pid in context.owners.groups.keys {
        context.commandLines[pid] = RawText(utf8: "/usr/bin/worker --number=\(pid) --verbose")
      }
      context.others = OtherEndFinder(sample)
      return context
    }
  }

  private static func change(_ snapshot: inout Snapshot, to kind: Kind) {
    for row in snapshot.records.indices {
      snapshot.records[row].known.insert(.owner)
      switch kind {
      case .internet: break
      case .pairs: mirror(&snapshot.records, row)
      case .unix: makeUnix(&snapshot, row)
      }
    }
  }

  /// Makes each second connection the other end of the one before it.
  private static func mirror(_ records: inout [SocketRecord], _ row: Int) {
    guard row % 2 == 1 else { return }
    let first = records[row - 1]
    records[row].family = first.family
    records[row].localAddress = first.remoteAddress
    records[row].localPort = first.remotePort
    records[row].remoteAddress = first.localAddress
    records[row].remotePort = first.localPort
  }

  private static func makeUnix(_ snapshot: inout Snapshot, _ row: Int) {
    let name = Array("/run/user/1000/application-\(row / 100)/bus".utf8)
    snapshot.records[row].kind = .unixStream
    snapshot.records[row].family = .unix
    snapshot.records[row].localPort = UInt32(10_000 + row)
    snapshot.records[row].remotePort = UInt32(10_000 + (row ^ 1))
    snapshot.records[row].name = NameRange(
      offset: UInt32(snapshot.names.count), length: UInt16(name.count))
    snapshot.names += name
  }

  private static func expression(of field: SocketField) -> String? {
    let name = field.filterName
    let far: String
    switch field.definition.unit {
    case .text:
      let five = "\(name) = zz* or \(name) = *zz or \(name) ~ qq or \(name) ~ ^zz or \(name) ~ zz$"
      return compiled(five) == nil
        ? ["qq", "^zz", "zz$", "q.q", "z+q"].map { "\(name) ~ \($0)" }.joined(separator: " or ")
        : five
    case .seconds: far = "99999h"
    case .share: far = "100%"
    case .bytes, .bytesPerSecond: far = "900TB"
    case .perSecond, .count, .segments: far = "99999999999"
    case .identifier:
      if field == .sport || field == .dport { return repeated("\(name) > 4000000000") }
      far = field == .cookie ? "18446744073709551000" : "5000000000"
    }
    return repeated("\(name) > \(far)")
  }

  private static func repeated(_ term: String) -> String {
    Array(repeating: term, count: 5).joined(separator: " or ")
  }

  /// Nil for what cannot be read.
  static func compiled(_ text: String) -> CompiledFilter? {
    let context = FilterContext(names: NoNames())
    guard case .parsed(let filter) = FilterParser(context: context).parse(FilterText(typed: text))
    else { return nil }
    return CompiledFilter(filter, context: context)
  }

  private func nanoseconds(of filter: CompiledFilter, alternating: Bool) -> Double {
    let count = samples[0].snapshot.records.count
    var turn = 1
    var matches = 0
    let time = CPUTime.median(of: max(5, 500_000 / count)) {
      if alternating { turn ^= 1 }
      matches += filter.indices(in: samples[turn], context: contexts[turn]).count
    }
    precondition(matches == 0, "a condition that should not hold did")
    return Double(time) / Double(count)
  }
}
