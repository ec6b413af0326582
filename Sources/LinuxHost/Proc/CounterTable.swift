/// Reads files like `/proc/net/snmp`, `netstat` and `snmp6` into counters by name.
///
/// It remembers the names of the last reading, so that a poll makes no text.
package struct CounterTable {
  /// How a file names its counters.
  package enum Layout: Sendable {
    /// Pairs of lines: `Tcp: RtoMin RetransSegs`, then `Tcp: 200 17`.
    case headings
    /// A name and a number on each line: `Ip6InReceives 17`.
    case lines
  }

  /// The words of one line as they were, and the names that they make.
  private struct Heading {
    var text: [UInt8] = []
    var names: [String] = []
  }

  private let layout: Layout
  private var headings: [Heading] = []

  package init(layout: Layout) { self.layout = layout }

  /// Stores every counter of `bytes`, the whole file, in `counters` as `Tcp.RetransSegs`.
  ///
  /// A value that is no unsigned number, such as `Tcp.MaxConn` -1, is left out.
  package mutating func read(_ bytes: [UInt8], into counters: inout [String: UInt64]) {
    switch layout {
    case .headings: readPairs(bytes, into: &counters)
    case .lines: readLines(bytes, into: &counters)
    }
  }

  private mutating func readPairs(_ bytes: [UInt8], into counters: inout [String: UInt64]) {
    var lines = ProcLines(bytes)
    var index = 0
    while let titles = lines.next(), let numbers = lines.next() {
      let names = names(of: bytes, in: titles, at: index, make: Self.namesOfHeading)
      index &+= 1
      var fields = ProcFields(bytes, in: numbers)
      guard fields.skip() else { continue }
      for name in names {
        guard let word = fields.word() else { break }
        counters[name] = ProcFields.number(bytes, in: word, radix: 10)
      }
    }
  }

  private mutating func readLines(_ bytes: [UInt8], into counters: inout [String: UInt64]) {
    for (index, line) in ProcLines(bytes).enumerated() {
      var fields = ProcFields(bytes, in: line)
      guard let word = fields.word(), let value = fields.decimal(UInt64.self) else { continue }
      let names = names(of: bytes, in: word, at: index, make: Self.nameOfWord)
      if let name = names.first { counters[name] = value }
    }
  }

  /// The names that `range` makes: remembered when the text at `index` is the same as last time.
  private mutating func names(
    of bytes: [UInt8], in range: Range<Int>, at index: Int,
    make: ([UInt8], Range<Int>) -> [String]
  ) -> [String] {
    while headings.count <= index { headings.append(Heading()) }
    if headings[index].text.elementsEqual(bytes[range]) { return headings[index].names }
    headings[index] = Heading(text: Array(bytes[range]), names: make(bytes, range))
    return headings[index].names
  }

  private static func namesOfHeading(_ bytes: [UInt8], _ range: Range<Int>) -> [String] {
    var fields = ProcFields(bytes, in: range)
    guard let label = fields.word() else { return [] }
    let group = text(bytes[label].prefix { $0 != 0x3a })
    var names: [String] = []
    while let word = fields.word() { names.append(group + "." + text(bytes[word])) }
    return names
  }

  /// `Ip6InReceives` is the counter `InReceives` of `Ip6`.
  private static func nameOfWord(_ bytes: [UInt8], _ range: Range<Int>) -> [String] {
    let word = bytes[range]
    guard let six = word.firstIndex(of: 0x36) else { return [text(word)] }
    return [text(word[...six]) + "." + text(word[(six &+ 1)...])]
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
