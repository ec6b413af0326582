import SocketFilter
import SocketMetrics
import SocketModel
import Testing
import TextSafety

/// `local` and `peer` are read as numbers where many sockets are asked, and written where one is:
/// both must come to the same.
struct EndTextTests {
  @Test func `a pattern finds in the numbers what it finds in the text`() throws {
    let sample = Self.sample(seed: 31)
    var random = RandomFilters(seed: 32)
    for isNumeric in [true, false] {
      let rows = Self.rows(of: sample, isNumeric: isNumeric)
      var found = 0
      for _ in 0..<150 {
        let row = rows[Int(random.next() % UInt64(rows.count))]
        let filter = Self.filter(of: row, &random)
        guard let parsed = parsed(filter) else { continue }
        let matcher = compiled(parsed)
        let together = matcher.indices(in: sample, context: rows[0].context)
        #expect(together == rows.indices.filter { matcher.matches(rows[$0]) }, "\(filter)")
        found += together.isEmpty ? 0 : 1
      }
      #expect(found > 50, "the patterns hardly ever match")
    }
  }

  @Test func `patterns with too many states for a machine are asked of the text`() throws {
    let sample = Self.sample(seed: 33)
    let rows = Self.rows(of: sample, isNumeric: true)
    let filters = [
      "local ~ 1............$", "local ~ [01]...........[23]", "peer = *1?????????????*",
      "local ~ " + String(repeating: "(1|2)?", count: 60) + "0",
      "peer = " + String(repeating: "?*", count: 200),
    ]
    for filter in filters {
      let matcher = compiled(try #require(parsed(filter), "\(filter)"))
      let together = matcher.indices(in: sample, context: rows[0].context)
      #expect(together == rows.indices.filter { matcher.matches(rows[$0]) }, "\(filter)")
    }
  }

  @Test func `a text is found by what it is`() throws {
    let sample = Self.sample(seed: 34)
    let rows = Self.rows(of: sample, isNumeric: true)
    for field in [SocketField.local, .peer] {
      for row in rows.prefix(60) {
        var text = SafeText()
        field.write(row, to: &text)
        let wanted = text.string
        guard wanted.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x5c }) else {
          continue
        }
        let matcher = compiled(
          try #require(parsed("\(field.filterName) = \"\(wanted)\""), "\(wanted)"))
        let expected = rows.indices.filter { index in
          var other = SafeText()
          field.write(rows[index], to: &other)
          return other.string.lowercased() == wanted.lowercased()
        }
        let found = matcher.indices(in: sample, context: rows[0].context)
        #expect(Set(expected).isSubset(of: found), "\(wanted)")
        if !wanted.contains(where: { "*?[".contains($0) }) {
          #expect(found == expected, "\(wanted)")
        }
      }
    }
  }

  // MARK: What is asked

  /// A pattern made of a row's own text, changed a little.
  private static func filter(of row: SocketRow, _ random: inout RandomFilters) -> String {
    let field = random.pick([SocketField.local, .peer])
    var text = SafeText()
    field.write(row, to: &text)
    var bytes = text.utf8.filter { $0 > 0x20 && $0 != 0x22 && $0 != 0x5c }
    if bytes.isEmpty { bytes = [0x2a] }
    let place = Int(random.next() % UInt64(bytes.count))
    let isExpression = random.pick([true, false])
    let piece: String
    if isExpression {
      piece = random.pick([
        ".", ".*", "[0-9]+", "(1|2|3)?", "\\d", "$", "^", "[^:]*", "x?", "[^é]", "[à-ÿ]",
      ])
      bytes = Self.escaped(bytes)
    } else {
      piece = random.pick(["*", "?", "[0-9]", "*.*", "[!a]", "", "[!é]", "[a-é]"])
    }
    let cut = min(place, bytes.count)
    let count = Int(random.next() % 4)
    var pattern = String(decoding: bytes[..<cut], as: UTF8.self) + piece
    pattern += String(decoding: bytes[min(cut + count, bytes.count)...], as: UTF8.self)
    if isExpression, random.pick([true, false]) { pattern = "^" + pattern }
    if isExpression, random.pick([true, false]) { pattern += "$" }
    let symbol = isExpression ? random.pick(["~", "!~"]) : random.pick(["=", "!="])
    return
      "\(field.filterName) \(symbol) \"\(pattern)\" or \(field.filterName) ~ \"\(random.pick(["7$", "^q", "::1"]))\""
  }

  private static func escaped(_ bytes: [UInt8]) -> [UInt8] {
    let special = Set(".*?+()[]{}|^$".utf8)
    return bytes.flatMap { special.contains($0) ? [0x5c, $0] : [$0] }
  }

  // MARK: The sample

  private static func rows(of sample: Sample, isNumeric: Bool) -> [SocketRow] {
    var context = RowContext(
      snapshot: sample.snapshot, owners: OwnerTable(), names: TestNames(), isNumeric: isNumeric)
    context.others = OtherEndFinder(sample)
    return zip(sample.snapshot.records, sample.metrics).map {
      SocketRow(record: $0, metric: $1, context: context)
    }
  }

  private static func sample(seed: UInt64) -> Sample {
    var random = RandomFilters(seed: seed)
    var snapshot = Snapshot()
    let names = ["/run/bus", "\0agent", "/tmp/\u{1b}[31m", "/Ünïcode", "@odd*name[1]", "/été/où"]
    snapshot.records = (0..<400).map { _ in random.record() }
    for row in snapshot.records.indices {
      snapshot.records[row].cookie = UInt64(row + 1)
      snapshot.records[row].interfaceIndex = random.pick([0, 0, 0, 1, 9])
      snapshot.records[row].known = KnownFields(rawValue: random.pick([0, .max]))
      if row % 4 == 0 { spread(&snapshot.records[row], &random) }
      guard row % 7 == 0 else { continue }
      let name = Array(random.pick(names).utf8)
      (snapshot.records[row].kind, snapshot.records[row].family) = (.unixStream, .unix)
      snapshot.records[row].localPort = UInt32(row + 1)
      snapshot.records[row].remotePort = random.pick([0, UInt32((row + 7) % 400 + 1)])
      snapshot.records[row].name = random.pick([
        NameRange(), NameRange(offset: UInt32(snapshot.names.count), length: UInt16(name.count)),
      ])
      snapshot.names += name
    }
    return Sample(first: snapshot)
  }

  private static func spread(_ record: inout SocketRecord, _ random: inout RandomFilters) {
    (record.kind, record.family) = (.tcp, random.pick([.inet, .inet6]))
    record.localAddress =
      record.family == .inet
      ? AddressBits(word: UInt32(truncatingIfNeeded: random.next()))
      : AddressBits(high: random.pick([0, random.next()]), low: random.pick([1, random.next()]))
    record.localPort = random.pick([7, 99, 100, 255, 256, 999, 25_599, 25_600, 65_535])
    record.remotePort = random.pick([0, 22, 1024, 10_000])
  }
}
