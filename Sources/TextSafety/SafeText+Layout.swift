/// Where text stands in a field that is wider than the text.
package enum TextAlignment: Hashable, Sendable { case left, right, center }

/// Which end of a text that is too long goes.
package enum TextElision: Hashable, Sendable {
  /// The end goes: `postgres: wri…`.
  case tail
  /// The middle goes: `2001:db8…:443`.
  case middle
  /// The beginning goes: `…/app/run.sock`.
  case head
  /// The end of the host goes (the middle of a long IPv6 one), the port after the last colon
  /// stays: `203.0.1…:443`, `[2001:…e:7334]:443`. Where not even the port fits, its beginning goes.
  case address
}

extension SafeText {
  /// The text in at most `columns` cells; when something had to go, `ellipsis` stands for it.
  ///
  /// Cuts lie between characters with their marks; a wide character that does not fit leaves the
  /// result one cell shorter. An `ellipsis` wider than `columns` is left out.
  package func truncated(
    to columns: Int, _ elision: TextElision = .tail, ellipsis: SafeText = "…"
  ) -> SafeText {
    guard columns > 0 else { return SafeText() }
    let total = self.columns
    guard total > columns else { return self }
    let mark = ellipsis.columns <= columns ? ellipsis : SafeText()
    let room = columns &- mark.columns
    var result = SafeText()
    switch elision {
    case .tail:
      result.utf8.append(contentsOf: utf8[..<prefixEnd(columns: room)])
      result.append(mark)
    case .head:
      result.append(mark)
      result.utf8.append(contentsOf: utf8[suffixStart(columns: room, of: total)...])
    case .middle:
      let front = room / 2
      result.utf8.append(contentsOf: utf8[..<prefixEnd(columns: front)])
      result.append(mark)
      result.utf8.append(contentsOf: utf8[suffixStart(columns: room &- front, of: total)...])
    case .address:
      return truncatedAddress(to: columns, ellipsis: ellipsis)
    }
    return result
  }

  private func truncatedAddress(to columns: Int, ellipsis: SafeText) -> SafeText {
    guard let colon = utf8.lastIndex(of: 0x3a) else {
      return truncated(to: columns, .middle, ellipsis: ellipsis)
    }
    let port = SafeText(trusted: Array(utf8[colon...]))
    let room = columns &- port.columns
    guard room > 0 else { return truncated(to: columns, .head, ellipsis: ellipsis) }
    let host = SafeText(trusted: Array(utf8[..<colon]))
    // Of an IPv6 address both ends tell something; in little room, and of others, the beginning.
    let isLong = room >= 12 && host.utf8.contains(0x3a)
    var result = host.truncated(to: room, isLong ? .middle : .tail, ellipsis: ellipsis)
    result.append(port)
    return result
  }

  /// The text in exactly `columns` cells: blanks added, or the tail cut without an ellipsis.
  package func padded(to columns: Int, _ alignment: TextAlignment = .left) -> SafeText {
    var result = SafeText()
    result.append(self, paddedTo: columns, alignment)
    return result
  }

  /// Appends `other` in exactly `columns` cells: blanks added, or the tail cut without an
  /// ellipsis.
  package mutating func append(
    _ other: SafeText, paddedTo columns: Int, _ alignment: TextAlignment = .left
  ) {
    let fitting = other.columns > columns ? other.truncated(to: columns, ellipsis: "") : other
    let spare = max(0, columns &- fitting.columns)
    let front =
      switch alignment {
      case .left: 0
      case .right: spare
      case .center: spare / 2
      }
    append(blanks: front)
    append(fitting)
    append(blanks: spare &- front)
  }

  /// The text with every character outside ASCII as `?` (as many as it has cells), for terminals
  /// and locales without UTF-8.
  package func asciiOnly() -> SafeText {
    var result = SafeText()
    let span = utf8.span
    var index = 0
    while index < span.count {
      let decoded = UTF8Decoder.decode(span, at: index)
      index &+= decoded.length
      if decoded.value < 0x80 {
        result.utf8.append(UInt8(truncatingIfNeeded: decoded.value))
      } else {
        let width = abs(CharacterWidth.width(of: decoded.value))
        result.utf8.append(contentsOf: repeatElement(0x3f, count: width))
      }
    }
    return result
  }

  /// The character at byte `offset`, which must be inside the text and at the start of a character.
  package func scalar(at offset: Int) -> SafeScalar {
    let decoded = UTF8Decoder.decode(utf8.span, at: offset)
    return SafeScalar(
      value: decoded.value, width: abs(CharacterWidth.width(of: decoded.value)),
      length: decoded.length)
  }

  /// The byte offset after the longest whole-character beginning of at most `columns` cells.
  func prefixEnd(columns: Int) -> Int {
    var used = 0
    var offset = 0
    while offset < utf8.count {
      let next = scalar(at: offset)
      used &+= next.width
      guard used <= columns else { return offset }
      offset &+= next.length
    }
    return offset
  }

  /// The byte offset of the longest whole-character end of at most `columns` cells, `total` being
  /// the cells of the whole text.
  func suffixStart(columns: Int, of total: Int) -> Int {
    var left = total
    var offset = 0
    while offset < utf8.count {
      let next = scalar(at: offset)
      if next.width > 0, left <= columns { return offset }
      left &-= next.width
      offset &+= next.length
    }
    return offset
  }
}

/// One character of safe text, as the cells see it.
package struct SafeScalar: Hashable, Sendable {
  /// The code point.
  package var value: UInt32
  /// The cells it takes: 0 for a mark on the character before it, 1 or 2.
  package var width: Int
  /// The bytes it takes in UTF-8.
  package var length: Int
}
