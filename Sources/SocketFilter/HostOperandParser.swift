internal import SocketModel
internal import TextSafety

/// A field that is compared with an end of the connection.
struct EndpointWord: Hashable {
  var side: EndpointCondition.Side
  var subject: EndpointCondition.Subject

  /// The field as it is written; empty for a bare pattern.
  var spelling: StaticString {
    switch (side, subject) {
    case (.source, .host): "src"
    case (.source, .port): "sport"
    case (.destination, .host): "dst"
    case (.destination, .port): "dport"
    case (.either, .host): ""
    case (.either, .port): "port"
    }
  }
}

/// Reads the operands of `src`, `dst`, `sport` and `dport` as `ss` does.
///
/// It remembers the family: a prefix such as `unix:` is the default for later conditions and
/// narrows what is shown to that family.
struct HostOperandParser {
  private let names: any SocketNames
  private let tables: SocketTables
  /// The family of operands without a prefix; nil for IPv4 or IPv6.
  private(set) var family: AddressFamily?
  /// The only family that is still shown; nil when no condition narrowed it.
  private(set) var narrowing: AddressFamily?
  /// Host names that must be resolved before the filter means something.
  private(set) var unresolved: [String] = []

  init(context: FilterContext) {
    names = context.names
    tables = context.tables
    family = context.preferredFamily
  }

  private static let prefixes: [(text: String, family: AddressFamily)] = [
    ("unix:", .unix), ("link:", .packet), ("netlink:", .netlink), ("vsock:", .vsock),
    ("inet:", .inet), ("inet6:", .inet6),
  ]

  /// What `text` means to `ss` after the field `word`.
  mutating func pattern(
    _ text: [UInt8], after word: EndpointWord, at range: Range<Int>
  ) throws(FilterError) -> HostPattern {
    var rest = text[...]
    var family = family
    if let (prefix, explicit) = Self.prefixes.first(where: { text.starts(with: $0.text.utf8) }) {
      rest = rest.dropFirst(prefix.utf8.count)
      family = explicit
    }
    let place = Operand(text: rest, word: word, range: range)
    let pattern = try pattern(place, family: family)
    if let known = family {
      self.family = known
      narrowing = known
    }
    return pattern
  }

  /// An operand after its family prefix.
  struct Operand {
    var text: ArraySlice<UInt8>
    var word: EndpointWord
    var range: Range<Int>

    var isPort: Bool { word.subject == .port }

    func error(_ reason: FilterError.Reason) -> FilterError { FilterError(reason, at: range) }
  }

  private mutating func pattern(
    _ operand: Operand, family: AddressFamily?
  ) throws(FilterError) -> HostPattern {
    switch family {
    case nil, .inet, .inet6: try internet(operand, family: family)
    case .unix: unix(operand)
    case .packet: try link(operand)
    case .netlink: try netlink(operand)
    case .vsock: try vsock(operand)
    case .tipc, .xdp: try other(operand, family: family)
    }
  }

  private func unix(_ operand: Operand) -> HostPattern {
    var pattern = HostPattern(family: .unix)
    pattern.glob = Array(operand.text)
    return pattern
  }

  /// The number of a port, or of the service that `text` names.
  func port(_ text: ArraySlice<UInt8>) -> Int64? {
    if let number = NumberText.whole(text) { return number }
    let service = String(decoding: text, as: UTF8.self)
    let tables = tables
    for kind in [SocketTables(.tcp), SocketTables(.udp)] where !tables.isDisjoint(with: kind) {
      if let port = names.port(service: service, kinds: kind) { return Int64(port) }
    }
    return nil
  }

  /// The addresses of a host by name; remembers one that is not resolved yet.
  mutating func addresses(
    ofHost text: ArraySlice<UInt8>, family: AddressFamily?, at range: Range<Int>
  ) throws(FilterError) -> [AddressPrefix] {
    guard Self.isHostName(text) else {
      throw FilterError(.badAddress(RawText(text)), at: range)
    }
    let name = String(decoding: text, as: UTF8.self)
    guard let found = names.addresses(host: name) else {
      unresolved.append(name)
      return []
    }
    let fitting = found.filter { family == nil || $0.family == family }
    guard !fitting.isEmpty else { throw FilterError(.unknownHost(RawText(text)), at: range) }
    return fitting.map {
      AddressPrefix(family: $0.family, bits: $0.bits, length: $0.family == .inet ? 32 : 128)
    }
  }

  /// Whether asking for `text` makes sense: letters, digits, `-`, `_`, `.`, and a letter at least.
  static func isHostName(_ text: ArraySlice<UInt8>) -> Bool {
    guard !text.isEmpty, text.count < 254, text.first != 0x2d else { return false }
    var hasLetter = false
    for byte in text {
      switch byte {
      case 0x41...0x5a, 0x61...0x7a: hasLetter = true
      case 0x80...: hasLetter = true
      case 0x30...0x39, 0x2d, 0x2e, 0x5f: break
      default: return false
      }
    }
    return hasLetter
  }

  var deviceNames: any SocketNames { names }
}
