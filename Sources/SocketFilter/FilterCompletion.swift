package import SocketMetrics
package import TextSafety

/// What the present sample offers for completion; each list in the order it should be shown.
package struct CompletionSource: Sendable {
  /// Ports in use.
  package var ports: [UInt32] = []
  /// Addresses seen, as they are written.
  package var addresses: [RawText] = []
  /// Values seen of text fields: processes, users, interfaces, congestion controls.
  package var values: [SocketField: [RawText]] = [:]

  package init() {}
}

/// What Tab offers at the cursor of a filter prompt.
package struct FilterCompletion: Sendable {
  package struct Candidate: Hashable, Sendable {
    /// What replaces `range`.
    package var text: RawText
    /// A few words on it; empty for values.
    package var help: SafeText
  }

  /// The bytes before the cursor that a candidate replaces.
  package var range: Range<Int>
  /// In the order to show them; empty when nothing fits.
  package var candidates: [Candidate]
  /// What stands here where nothing is offered, in words; nil where that cannot be said.
  package var hint: SafeText?

  /// The candidates for `text`, a UTF-8 prompt with the cursor before byte `cursor`.
  package init(text: String, cursor: Int, source: CompletionSource) {
    let bytes = Array(Array(text.utf8).prefix(max(0, cursor)))
    let place = CompletionPlace(bytes)
    if case .value(let field) = place.role { hint = Self.hint(onValueOf: field) }
    range = place.start..<bytes.count
    let prefix = bytes[place.start...].map(lowercased)
    let fitting = Self.all(place, source).filter {
      let text = $0.text.bytes.map(lowercased)
      return text.starts(with: prefix)
        || text.first == 0x22 && text.dropFirst().starts(with: prefix)
    }
    // What is written in full already goes before what would go on from it.
    let isWhole = { (candidate: Candidate) in candidate.text.bytes.map(lowercased) == prefix }
    candidates = fitting.filter(isWhole) + fitting.filter { !isWhole($0) }
  }

  private static func hint(onValueOf field: String) -> SafeText? {
    guard field != "fwmark" else { return "VALUE or VALUE/MASK, such as `0x10/0xff`" }
    return FilterWords.field(field).flatMap { UnitText.examples(of: $0.definition.unit) }
  }

  private static func all(
    _ place: CompletionPlace, _ source: CompletionSource
  ) -> [Candidate] {
    switch place.role {
    case .item(let afterItem):
      (afterItem ? [word("and", "both"), word("or", "either one")] : [])
        + [word("not", "inverts what follows")] + words
    case .comparison(let field): operators(field) + values(field, source)
    case .value(let field): values(field, source)
    case .state: states + [word("=", "is"), word("!=", "is not")]
    }
  }

  private static func word(_ text: String, _ help: SafeText) -> Candidate {
    Candidate(text: RawText(utf8: text), help: help)
  }

  private static let words: [Candidate] =
    [
      word("src", "local address"), word("dst", "peer address"), word("sport", "local port"),
      word("dport", "peer port"), word("port", "either port"), word("host", "either address"),
      word("state", "state of the socket"), word("exclude", "any other state"),
      word("dev", "interface that the socket is bound to"), word("fwmark", "firewall mark"),
      word("cgroup", "control group"), word("autobound", "port chosen by the kernel"),
    ] + FilterWords.fields.filter { $0 != .state }.map { word($0.filterName, $0.definition.help) }

  private static let states: [Candidate] = StateNames.all.map { word($0.name, "") }

  private static func operators(_ field: String) -> [Candidate] {
    switch field {
    case "src", "dst", "host", "dev", "fwmark", "cgroup":
      return [word("=", "is"), word("!=", "is not")]
    case "sport", "dport", "port": return ordered
    default: break
    }
    guard let known = FilterWords.field(field) else { return [] }
    guard case .text = known.definition.unit else { return ordered }
    return [
      word("=", "is, by pattern"), word("!=", "is not"), word("~", "contains the expression"),
      word("!~", "does not contain it"),
    ]
  }

  private static let ordered = [
    word("=", "is"), word("!=", "is not"), word(">", "above"), word(">=", "at least"),
    word("<", "below"), word("<=", "at most"),
  ]

  private static func values(_ field: String, _ source: CompletionSource) -> [Candidate] {
    switch field {
    case "state", "exclude": return states
    case "sport", "dport", "port": return source.ports.map { word(":\($0)", "") }
    case "src", "dst", "host":
      return source.addresses.map { Candidate(text: $0, help: "") }
    default: break
    }
    guard let known = FilterWords.field(field) else { return [] }
    return (source.values[known] ?? []).map {
      Candidate(text: RawText(FilterQuoting.quoted(Glob.escaping($0.bytes))), help: "")
    }
  }
}

/// What stands before the cursor, as far as completion needs it.
struct CompletionPlace {
  enum Role: Equatable {
    /// A condition begins here, or follows a complete one.
    case item(afterItem: Bool)
    case comparison(field: String)
    case value(field: String)
    case state
  }

  /// Where the word at the cursor begins.
  private(set) var start = 0
  private(set) var role = Role.item(afterItem: false)

  init(_ bytes: [UInt8]) {
    var scanner = CompletionScanner(bytes)
    while let word = scanner.next() {
      start = word.lowerBound
      let text = String(decoding: bytes[word], as: UTF8.self).lowercased()
      let isComparison = role == .comparison(field: lastField) || role == .state
      let isUnfinished = !scanner.isSymbol(word) || text == "!" && isComparison
      guard word.upperBound < bytes.count || !isUnfinished else { return }
      advance(over: text)
      start = bytes.count
    }
  }

  private mutating func advance(over word: String) {
    switch (word, role) {
    case (",", _):
      role = .value(field: lastField)
      return
    case ("(", _), ("and", _), ("or", _), ("not", _), ("!", _), ("&", _), ("|", _):
      role = .item(afterItem: false)
    case (")", _): role = .item(afterItem: true)
    case (_, .comparison(let field)):
      let isOperator = FilterLexer.comparison(of: word) != nil || word.hasSuffix("~")
      role = isOperator ? .value(field: field) : .item(afterItem: true)
    case ("=", .state), ("!=", .state): role = .value(field: "state")
    case (_, .value), (_, .state): role = .item(afterItem: true)
    case (_, .item): begin(word)
    }
  }

  private var lastField = ""

  private mutating func begin(_ word: String) {
    lastField = word
    if word == "state" || word == "exclude" || word == "excl" {
      role = .state
    } else if word != "autobound", FilterWords.all.contains(word) {
      role = .comparison(field: word)
    } else {
      role = .item(afterItem: true)
    }
  }
}

/// Cuts an unfinished filter into words and symbols.
struct CompletionScanner {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> Range<Int>? {
    while index < bytes.count, isBlank(bytes[index]) { index += 1 }
    guard index < bytes.count else { return nil }
    let start = index
    let kind = Self.kind(bytes[start])
    index += 1
    while kind != .single, index < bytes.count, !isBlank(bytes[index]),
      Self.kind(bytes[index]) == kind
    {
      index += 1
    }
    return start..<index
  }

  func isSymbol(_ word: Range<Int>) -> Bool { Self.kind(bytes[word.lowerBound]) != .word }

  private enum Kind { case word, comparison, single }

  private static func kind(_ byte: UInt8) -> Kind {
    switch byte {
    case 0x28, 0x29, 0x2c, 0x26, 0x7c: .single
    case 0x21, 0x3c...0x3e, 0x7e: .comparison
    default: .word
    }
  }
}
