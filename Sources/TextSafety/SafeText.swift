/// Text that is safe to show on a terminal or to write to a pipe: valid UTF-8 without control
/// characters, escape sequences, invisible or direction-changing characters.
///
/// It is the only type that drawing and printing accept. It grows by appending: literals of the
/// program as they are, text from outside through the sanitiser.
package struct SafeText: Hashable, Sendable {
  /// The text; always valid UTF-8.
  package internal(set) var utf8: [UInt8]

  /// Empty text.
  package init() { utf8 = [] }

  /// What of `raw` is safe to show.
  package init(_ raw: RawText) {
    utf8 = []
    append(raw)
  }

  /// Safe text from UTF-8 that this module knows to be safe.
  init(trusted utf8: [UInt8]) { self.utf8 = utf8 }

  /// The text as a `String`.
  package var string: String { String(decoding: utf8, as: UTF8.self) }

  /// Whether there is no text.
  package var isEmpty: Bool { utf8.isEmpty }

  /// The number of terminal cells that the text takes.
  package var columns: Int { CharacterWidth.columns(ofUTF8: utf8.span) }

  /// Makes the text empty and keeps its storage.
  package mutating func removeAll() { utf8.removeAll(keepingCapacity: true) }

  /// Makes room for `bytes` bytes in all, so that appending does not move the storage.
  package mutating func reserve(bytes: Int) { utf8.reserveCapacity(bytes) }

  /// Appends safe text.
  // Disfavoured so that a literal is appended as it is, without a temporary value.
  @_disfavoredOverload
  package mutating func append(_ other: SafeText) { utf8.append(contentsOf: other.utf8) }

  /// Appends a literal of the program.
  package mutating func append(_ literal: StaticString) {
    literal.withUTF8Buffer { unsafe utf8.append(contentsOf: $0) }
  }

  /// Appends what of `raw` is safe to show; everything else becomes a visible stand-in.
  package mutating func append(_ raw: RawText) {
    Sanitizer.append(raw.bytes.span, to: &utf8)
  }

  /// Appends what of `bytes`, text from outside, is safe to show.
  package mutating func append(raw bytes: Span<UInt8>) {
    Sanitizer.append(bytes, to: &utf8)
  }

  /// Appends `scalar`, or its stand-in when it is not safe to show; marks count as not safe.
  package mutating func append(scalar: Unicode.Scalar) {
    guard CharacterWidth.width(of: scalar) > 0 else {
      utf8.append(contentsOf: Sanitizer.placeholder)
      return
    }
    utf8.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  /// Appends `scalar` `count` times; nothing when `count` is not positive.
  package mutating func append(scalar: Unicode.Scalar, count: Int) {
    guard count > 0 else { return }
    for _ in 0..<count { append(scalar: scalar) }
  }

  /// Appends `count` blanks; nothing when it is not positive.
  package mutating func append(blanks count: Int) {
    guard count > 0 else { return }
    utf8.append(contentsOf: repeatElement(0x20, count: count))
  }
}

extension SafeText: ExpressibleByStringInterpolation {
  /// Text of the program, as it is.
  package init(stringLiteral value: StaticString) {
    utf8 = []
    append(value)
  }

  /// Text of the program with safe parts in it.
  package init(stringInterpolation: Interpolation) { utf8 = stringInterpolation.text.utf8 }

  /// Builds safe sentences: literals, safe text, sanitised raw text, numbers.
  package struct Interpolation: StringInterpolationProtocol {
    var text = SafeText()

    /// An empty builder.
    package init(literalCapacity: Int, interpolationCount: Int) {}
    /// Appends text of the program.
    package mutating func appendLiteral(_ literal: StaticString) { text.append(literal) }
    /// Appends safe text.
    package mutating func appendInterpolation(_ value: SafeText) { text.append(value) }
    /// Appends what of `value` is safe to show.
    package mutating func appendInterpolation(_ value: RawText) { text.append(value) }
    /// Appends `value` in decimal.
    package mutating func appendInterpolation(_ value: some BinaryInteger) { text.append(value) }
  }
}
