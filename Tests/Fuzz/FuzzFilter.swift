import SocketFilter
import SocketMetrics
import SocketModel
import TextSafety

/// The filter language: whatever is typed is read, or refused with a place and a sentence.
enum FuzzFilter {
  private static let tables: [SocketTables] = [
    .internet, .all, SocketTables(.tcp), SocketTables(.udp),
  ]

  static func run(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    let context = FilterContext(
      names: TestNames(), tables: tables[Int(first & 3)],
      allowsSuperset: first & 4 == 0)
    _ = FilterCompletion(
      text: text, cursor: min(text.utf8.count, Int(first)), source: CompletionSource())
    switch FilterParser(context: context).parse(FilterText(typed: text)) {
    case .parsed(let filter): use(filter, context, text)
    case .failed(let error):
      demand(error.range.lowerBound <= error.range.upperBound, "a range backwards")
      demand(error.range.upperBound <= text.utf8.count + 1, "a mark behind the text")
      FuzzText.check(error.message)
      if let hint = error.hint { FuzzText.check(hint) }
    case .needsHosts(let hosts): demand(!hosts.isEmpty, "no hosts to wait for")
    }
  }

  private static func use(_ filter: ParsedFilter, _ context: FilterContext, _ text: String) {
    FuzzText.check(FilterReading.text(of: filter))
    _ = SSCommandLine(tables: context.tables, families: .all, states: .all).text(for: filter)
    let printed = FilterPrinter.text(of: filter)
    var wide = context
    wide.allowsSuperset = true
    if case .parsed(let again) = FilterParser(context: wide).parse(FilterText(typed: printed)) {
      demand(
        again.expression?.withoutRanges == filter.expression?.withoutRanges
          && again.states == filter.states,
        "printed as another filter: \(printed)")
    } else {
      demand(printed.utf8.count > 4096, "printed as something else: \(printed)")
    }
    let compiled = CompiledFilter(filter, context: context)
    let code = KernelBytecode(filter).map { BytecodeInterpreter(bytes: $0.bytes) }
    demand(code?.isValid ?? true, "the kernel refuses the code of \(text)")
    for record in records {
      let isMatch = compiled.matches(record, names: [])
      guard let code, isMatch else { continue }
      demand(code.accepts(record) == true, "the kernel hides what matches \(text)")
    }
  }

  private static let records: [SocketRecord] = {
    var web = SocketRecord()
    web.cookie = 1
    web.localAddress = AddressBits(word: 0x0a00_0001)
    web.remoteAddress = AddressBits(word: 0xcb00_7109)
    web.localPort = 443
    web.remotePort = 51234
    web.state = .established
    web.interfaceIndex = 2
    var sixth = web
    sixth.family = .inet6
    sixth.localAddress = AddressBits(high: 0x2001_0db8_0000_0000, low: 1)
    var mapped = web
    mapped.family = .inet6
    mapped.localAddress = AddressBits(high: 0, low: 0x0000_ffff_7f00_0001)
    return [web, sixth, mapped]
  }()
}
