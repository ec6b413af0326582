import SocketFilter
import SocketModel
import TestSupport
import Testing
import TextSafety

struct FilterPropertyTests {
  @Test func `what is printed reads back as the same filter`() throws {
    var random = RandomFilters(seed: 1, usesSuperset: true)
    for _ in 0..<3000 {
      let text = random.filter()
      let first = try #require(parsed(text), "\(text)")
      let printed = FilterPrinter.text(of: first)
      let second = try #require(parsed(printed), "\(printed)")
      #expect(second.expression?.withoutRanges == first.expression?.withoutRanges, "\(text)")
      #expect(second.states == first.states, "\(printed)")
      #expect(FilterPrinter.text(of: second) == printed)
    }
  }

  @Test func `every node points at its text`() throws {
    var random = RandomFilters(seed: 2)
    for _ in 0..<500 {
      let text = random.filter()
      let filter = try #require(parsed(text))
      for term in filter.expression?.terms ?? [] {
        let place = FilterText(typed: text).slice(term.range)
        let again = try #require(parsed(String(decoding: place, as: UTF8.self)))
        #expect(again.expression?.terms.first?.condition == term.condition)
      }
    }
  }

  @Test func `the kernel takes the code and never hides what the filter accepts`() throws {
    var random = RandomFilters(seed: 3, usesSuperset: true)
    var pairs = 0
    var exact = 0
    var withPorts = 0
    while pairs < 30_000 {
      let text = random.filter()
      let filter = try #require(parsed(text))
      guard let code = KernelBytecode(filter) else { continue }
      let interpreter = BytecodeInterpreter(bytes: code.bytes)
      try #require(interpreter.isValid, "\(text)")
      let matcher = compiled(filter)
      let ports = RequestedPorts(of: filter)
      withPorts += ports == RequestedPorts() ? 0 : 1
      for _ in 0..<10 {
        let record = random.record()
        let sent = interpreter.accepts(record)
        #expect(sent != nil, "\(text)")
        if matcher.matches(row(record)) {
          #expect(sent == true, "\(text) \(record)")
          #expect(!record.kind.isInternet || ports.accept(record), "\(text) \(record)")
        }
        pairs += 1
      }
      exact += code.isExact ? 1 : 0
    }
    #expect(exact > 100 && withPorts > 100)
  }

  /// Operands of the kernel's code have 16 bits.
  @Test(arguments: [
    "port 8000-4104422", "sport = 0-65536", "not sport = 70000-80000", "dport = 65536-4294967295",
    "sport != 100-70000", "port 1-9000,65537-65540",
    "not ( dport = 80-100000 or sport = 70000-70001 )",
  ])
  func `ports that no socket can have hide nothing`(text: String) throws {
    let filter = try #require(parsed(text))
    let interpreter = KernelBytecode(filter).map { BytecodeInterpreter(bytes: $0.bytes) }
    let matcher = compiled(filter)
    var random = RandomFilters(seed: 7)
    var matches = 0
    for _ in 0..<2_000 {
      var record = random.record()
      record.kind = .tcp
      record.family = .inet
      record.localPort = UInt32.random(in: 0...65535, using: &random.generator)
      record.remotePort = UInt32.random(in: 0...65535, using: &random.generator)
      guard matcher.matches(row(record)) else { continue }
      matches += 1
      #expect(interpreter?.accepts(record) ?? true, "\(record)")
    }
    #expect(matches > 0 || text == "dport = 65536-4294967295")
  }

  @Test func `and and or bind alike, from left to right`() throws {
    var random = RandomFilters(seed: 4)
    for _ in 0..<1000 {
      let parts = (0..<4).map { _ in random.term() }
      let links = (0..<3).map { _ in random.pick(["and", "or"]) }
      var text = parts[0]
      for (part, link) in zip(parts.dropFirst(), links) { text += " \(link) \(part)" }
      let whole = compiled(try #require(parsed(text)))
      // No kernel filter, so that the parts can be asked one by one.
      let each = try parts.map { compiled(try #require(parsed("\($0) dev 0"))) }
      var record = random.record()
      record.interfaceIndex = 0
      record.family = .inet
      guard !text.contains("::"), !text.contains("70000"), !text.contains("*") else { continue }
      record.localAddress = AddressBits(word: 0x0a00_0001)
      record.remoteAddress = AddressBits(word: 0x0a00_0002)
      var expected = each[0].matches(record, names: [])
      for (part, link) in zip(each.dropFirst(), links) {
        let next = part.matches(record, names: [])
        expected = link == "and" ? expected && next : expected || next
      }
      #expect(whole.matches(record, names: []) == expected, "\(text)")
    }
  }

  @Test func `a soup of words never traps`() {
    let words = [
      "sport", "dport", "src", "dst", "dev", "fwmark", "cgroup", "autobound", "state", "exclude",
      "=", "!=", ">", "<=", "~", "!~", "and", "or", "not", "!", "(", ")", ",", "&&", "|", ":22",
      "10.0.0.1", "[::1]", "::1", "[", "]", "/", "unix:", "link:", "netlink:", "vsock:", "inet6:",
      "*", "established", "listen", "proc", "rtt", "50ms", "1.5MB", "80%", "\"", "'", "\\", "\n",
      "pid", "-1", "99999999999999999999", "0x", "0x10/0xf0", "port", "host", "a.b", "é", "\u{0}",
      "2001:db8::/32", ":80-90", "http", "lo", "cookie", "-", "--", "1e9", ".", "..", "1.2.3.4.5",
    ]
    var random = RandomFilters(seed: 5)
    let context = FilterContext(names: TestNames())
    let record = random.record()
    for _ in 0..<100_000 {
      let count = Int.random(in: 1..<9, using: &random.generator)
      var text = ""
      for _ in 0..<count {
        text += random.pick(words)
        if !random.chance(3) { text += " " }
      }
      let outcome = FilterParser(context: context).parse(FilterText(typed: text))
      if random.chance(10) {
        _ = FilterCompletion(text: text, cursor: text.utf8.count, source: CompletionSource())
      }
      switch outcome {
      case .parsed(let filter):
        _ = compiled(filter).matches(record, names: [])
        _ = FilterReading.text(of: filter)
        _ = KernelBytecode(filter)
      case .failed(let error):
        #expect(error.range.upperBound <= text.utf8.count + 1)
        #expect(!error.message.isEmpty)
      case .needsHosts(let hosts): #expect(!hosts.isEmpty)
      }
    }
  }

  @Test(arguments: [
    String(repeating: "( ", count: 1_000_000), String(repeating: "(", count: 1_000_000),
    String(repeating: "not ", count: 250_000), String(repeating: "!", count: 1_000_000),
    String(repeating: "sport :1 and ", count: 80_000),
    String(repeating: "sport=1|", count: 100_000),
    String(repeating: "x", count: 3_000_000), "dport = " + String(repeating: "1,", count: 400_000),
    String(repeating: "( ", count: 300) + "sport 1" + String(repeating: " )", count: 300),
    "proc ~ " + String(repeating: "(", count: 100_000),
  ])
  func `an endless filter is an error, at once`(text: String) {
    let clock = ContinuousClock()
    let start = clock.now
    let outcome = outcome(FilterText(typed: text))
    #expect(outcome.hasPrefix("255 ") || outcome.hasPrefix("1 "))
    #expect(clock.now - start < .seconds(30))
  }

  @Test func `the deepest filter that is read is printed, compiled and freed`() throws {
    let text =
      String(repeating: "( not ", count: 120) + "sport = :22" + String(repeating: " )", count: 120)
    let filter = try #require(parsed(text))
    #expect(!compiled(filter).matches(webConnection(), names: []))
    #expect(parsed(FilterPrinter.text(of: filter)) != nil)
    let long = (0..<1300).map { "sport \($0)" }.joined(separator: " or ")
    #expect(compiled(try #require(parsed(long))).matches(webConnection(), names: []))
    #expect(KernelBytecode(try #require(parsed(long))) != nil)
  }
}
