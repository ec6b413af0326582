import SocketMetrics
import SocketModel
import TestSupport
import Testing
import TextSafety

@Suite struct TopRowsTests {
  @Test func `the window equals that of a full sort, wherever it is`() {
    var random = SeededGenerator(seed: 11)
    for round in 0..<300 {
      let count = Int.random(in: 0...200, using: &random)
      let spread = UInt64(1 + round % 7 * 40)
      let keys = (0..<count).map { row in
        SortKey(
          UInt64.random(in: 0..<spread, using: &random),
          tie: UInt64.random(in: 0..<9, using: &random), row: UInt32(row))
      }
      let offset = Int.random(in: -3...210, using: &random)
      let wanted = Int.random(in: -1...80, using: &random)
      var scratch = keys
      let start = min(max(0, offset), count)
      let full = keys.sorted().dropFirst(start).prefix(max(0, wanted)).map(\.row)
      #expect(TopRows.select(&scratch, offset: offset, count: wanted) == Array(full))
    }
  }

  @Test func `windows at both ends and between are those of a full sort of many equals`() {
    var random = SeededGenerator(seed: 12)
    for spread in [1, 3, 50_000] as [UInt64] {
      let keys = (0..<5000).map { row in
        SortKey(
          .max - UInt64.random(in: 0..<spread, using: &random),
          tie: UInt64.random(in: 0...(.max), using: &random) >> (spread == 3 ? 63 : 0),
          row: UInt32(row))
      }
      let full = keys.sorted().map(\.row)
      for offset in [0, 1, 299, 313, 2500, 4687, 4688, 4940, 4960, 4999, 5000] {
        var scratch = keys
        let window = TopRows.select(&scratch, offset: offset, count: 60)
        #expect(window == Array(full.dropFirst(offset).prefix(60)), "\(spread), \(offset)")
        #expect(Set(scratch) == Set(keys))
      }
    }
  }

  @Test(arguments: [true, false])
  func `what is unknown comes last in both directions, equals by age`(isDescending: Bool) {
    let rates: [Double?] = [5, nil, 0, 1e12, nil, 5, 0.25]
    var sample = sample(rates.count)
    for (row, rate) in rates.enumerated() {
      sample.metrics[row] = SocketMetric(receiveRate: rate, sendRate: nil)
    }
    let rows = order(.rx, isDescending, sample)
    #expect(rows == (isDescending ? [3, 0, 5, 6, 2, 1, 4] : [2, 6, 0, 5, 3, 1, 4]))
  }

  @Test func `addresses are ordered as numbers, then by port`() {
    var sample = sample(5)
    let words: [UInt32] = [0x0a00_000a, 0x0a00_0009, 0x0a00_0009, 0x0a00_0009, 1]
    for (row, word) in words.enumerated() {
      sample.snapshot.records[row].localAddress = AddressBits(word: word)
      sample.snapshot.records[row].localPort = row == 1 ? 443 : 80
    }
    sample.snapshot.records[4].family = .inet6
    sample.snapshot.records[4].localAddress = AddressBits(high: 0, low: 1)
    #expect(order(.local, false, sample) == [2, 3, 1, 0, 4])
    #expect(order(.local, true, sample) == [4, 0, 1, 2, 3])
  }

  @Test func `text is ordered beyond its first eight bytes`() {
    var sample = sample(4)
    let states: [SocketState] = [.finWait2, .finWait1, .established, .finWait1]
    for (row, state) in states.enumerated() { sample.snapshot.records[row].state = state }
    #expect(order(.state, false, sample) == [2, 1, 3, 0])
    sample.snapshot.congestionNames = ["", "longname-b", "longname-a"].map { RawText(utf8: $0) }
    for (row, index) in [1, 0, 2, 1].enumerated() {
      sample.snapshot.records[row].congestionControl = UInt8(index)
    }
    #expect(order(.cc, false, sample) == [2, 0, 3, 1])
    #expect(order(.cc, true, sample) == [0, 3, 2, 1])
  }

  private func sample(_ count: Int) -> Sample {
    var snapshot = Snapshot()
    snapshot.records = (0..<count).map { Rows.connection(cookie: UInt64($0 + 1)) }
    return Sample(first: snapshot)
  }

  private func order(_ field: SocketField, _ isDescending: Bool, _ sample: Sample) -> [Int] {
    let context = RowContext(snapshot: sample.snapshot, owners: OwnerTable(), names: NoNames())
    var keys = RowOrder(field, descending: isDescending).keys(of: sample, context: context)
    return TopRows.select(&keys, count: keys.count).map { Int($0) }
  }
}
