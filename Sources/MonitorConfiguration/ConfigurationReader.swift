internal import SocketFilter
internal import SocketMetrics
internal import SocketModel
internal import SocketMonitor
internal import TerminalUI
internal import TextSafety

/// The state of reading one file, line by line.
struct ConfigurationReader {
  private(set) var configuration: Configuration
  private let names: any SocketNames
  private var section = Section.general
  private var seen: Set<[String]> = []

  private enum Section: Hashable {
    case general
    case view(ViewKind)
    /// Its lines are skipped: the problem is the section's name.
    case unknown
  }

  init(_ base: Configuration, names: any SocketNames) {
    configuration = base
    self.names = names
  }

  /// Reads one line without blanks at its ends.
  mutating func read(_ line: ArraySlice<UInt8>) throws(ConfigurationProblem.Reason) {
    guard let first = line.first, first != 0x23 else { return }
    guard first != 0x5b else { return try open(line) }
    guard section != .unknown else { return }
    guard let equals = line.firstIndex(of: 0x3d), equals > line.startIndex else {
      throw .missingEqualsSign
    }
    let words = line[..<equals].split { $0 == 0x20 || $0 == 0x09 }
    let value = ConfigurationParser.trimmed(line[(equals + 1)...])
    guard let word = words.first else { throw .missingEqualsSign }
    switch (String(decoding: word, as: UTF8.self), words.count) {
    case ("bind", 2): try bind(words[1], to: value)
    case ("filter", 2): try save(value, as: words[1])
    case (let name, 1): try set(name, RawText(word), to: value)
    default: throw .unknownSetting(RawText(ConfigurationParser.trimmed(line[..<equals])))
    }
    // After the line was taken, so that it counts.
    let place = ["\(section)"] + words.map { String(decoding: $0, as: UTF8.self) }
    guard seen.insert(place).inserted else {
      throw .repeated(RawText(ConfigurationParser.trimmed(line[..<equals])))
    }
  }

  private mutating func open(_ line: ArraySlice<UInt8>) throws(ConfigurationProblem.Reason) {
    section = .unknown
    guard line.last == 0x5d else { throw .unclosedSection }
    let name = ConfigurationParser.trimmed(line.dropFirst().dropLast())
    if name.elementsEqual("general".utf8) {
      section = .general
    } else if let view = ViewKind.allCases.first(where: {
      $0.identifier.utf8.elementsEqual(name) && $0 != .summary
    }) {
      section = .view(view)
    } else {
      throw .unknownSection(RawText(name))
    }
  }

  private mutating func set(
    _ name: String, _ word: RawText, to value: ArraySlice<UInt8>
  ) throws(ConfigurationProblem.Reason) {
    let setting = Setting.all.first { $0.name.string == name }
    let isLayout = name == "columns" || name == "sort"
    guard setting != nil || isLayout else { throw .unknownSetting(word) }
    guard case .view(let view) = section else {
      guard let setting else { throw .wrongPlace(word) }
      return try set(setting, to: value)
    }
    guard isLayout else { throw .wrongPlace(word) }
    if name == "columns" {
      let layout = try columns(value, of: view)
      configuration.layouts[view]?.columns = layout.columns
      configuration.layouts[view]?.widths = layout.widths
    } else {
      let order = try order(value, of: view)
      configuration.layouts[view]?.order = order
    }
  }

  private mutating func set(
    _ setting: Setting, to value: ArraySlice<UInt8>
  ) throws(ConfigurationProblem.Reason) {
    guard !setting.read(String(decoding: value, as: UTF8.self), &configuration) else { return }
    guard !value.isEmpty else { throw .missingValue(expected: setting.expected) }
    throw .badValue(RawText(value), expected: setting.expected)
  }
}

/// Layouts.
extension ConfigurationReader {
  private func columns(
    _ value: ArraySlice<UInt8>, of view: ViewKind
  ) throws(ConfigurationProblem.Reason) -> (columns: [ViewColumn], widths: [ViewColumn: Int]) {
    var result: [ViewColumn] = []
    var widths: [ViewColumn: Int] = [:]
    for word in value.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == 0x2c }) {
      let name = word.prefix { $0 != 0x3a }
      let column = try column(name, of: view)
      guard !result.contains(column) else { throw .repeatedColumn(RawText(name)) }
      result.append(column)
      guard name.count < word.count else { continue }
      widths[column] = try width(word)
    }
    guard !result.isEmpty else { throw .noColumns }
    return (result, widths)
  }

  /// The cells in `COLUMN:CELLS`.
  private func width(_ word: ArraySlice<UInt8>) throws(ConfigurationProblem.Reason) -> Int {
    let digits = word.drop { $0 != 0x3a }.dropFirst()
    guard !digits.isEmpty, digits.count <= 3, digits.allSatisfy({ (0x30...0x39).contains($0) }),
      let cells = Int(String(decoding: digits, as: UTF8.self)), ViewLayout.widths.contains(cells)
    else {
      let range = ViewLayout.widths
      throw .badValue(
        RawText(word),
        expected: "COLUMN or COLUMN:CELLS with \(range.lowerBound) to \(range.upperBound) cells")
    }
    return cells
  }

  private func column(
    _ word: ArraySlice<UInt8>, of view: ViewKind
  ) throws(ConfigurationProblem.Reason) -> ViewColumn {
    let own = ViewLayout.available(in: view).first { $0.identifier.utf8.elementsEqual(word) }
    if let own { return own }
    guard let field = SocketField(identifier: String(decoding: word, as: UTF8.self)) else {
      throw .unknownColumn(RawText(word))
    }
    return .field(field)
  }

  private func order(
    _ value: ArraySlice<UInt8>, of view: ViewKind
  ) throws(ConfigurationProblem.Reason) -> TableOrder {
    let parts = value.split(separator: 0x3a, maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = parts.first, !name.isEmpty else {
      throw .missingValue(expected: "COLUMN, COLUMN:asc or COLUMN:desc")
    }
    let column = try column(name, of: view)
    guard parts.count > 1 else {
      return TableOrder(column, descending: TableOrder.sortsDescending(column))
    }
    switch String(decoding: parts[1], as: UTF8.self) {
    case "asc": return TableOrder(column, descending: false)
    case "desc": return TableOrder(column, descending: true)
    default:
      throw .badValue(RawText(value), expected: "COLUMN, COLUMN:asc or COLUMN:desc")
    }
  }
}

/// Keys and filters.
extension ConfigurationReader {
  private mutating func bind(
    _ name: ArraySlice<UInt8>, to value: ArraySlice<UInt8>
  ) throws(ConfigurationProblem.Reason) {
    guard let binding = KeyBinding.all.first(where: { $0.name.utf8.elementsEqual(name) }) else {
      throw .unknownAction(RawText(name))
    }
    var keys: [Key] = []
    let words = value.split { $0 == 0x20 || $0 == 0x09 }
    guard !words.isEmpty else { throw .missingValue(expected: "keys, or none") }
    for word in words where !(words.count == 1 && word.elementsEqual("none".utf8)) {
      guard let key = KeyName.key(String(decoding: word, as: UTF8.self)) else {
        throw .unknownKey(RawText(word))
      }
      keys.append(key)
    }
    do throws(KeyMap.Refusal) {
      try configuration.keys.bind(binding.action, to: keys)
    } catch {
      switch error {
      case .isTaken(let key, let other): throw .keyIsTaken(key, by: other)
      case .neededToQuit: throw .neededToQuit
      }
    }
  }

  private mutating func save(
    _ value: ArraySlice<UInt8>, as name: ArraySlice<UInt8>
  ) throws(ConfigurationProblem.Reason) {
    guard SavedFilter.isName(name) else {
      throw .badFilterName(RawText(name))
    }
    guard !value.isEmpty else { throw .missingValue(expected: "a filter") }
    let text = FilterText(typed: String(decoding: value, as: UTF8.self))
    if case .failed(let error) = FilterParser(context: FilterContext(names: names)).parse(text) {
      throw .badFilter(error)
    }
    let filter = SavedFilter(name: SafeText(RawText(name)), text: SafeText(RawText(value)))
    configuration.filters.removeAll { $0.name == filter.name }
    configuration.filters.append(filter)
  }
}
