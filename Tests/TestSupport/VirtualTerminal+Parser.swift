extension VirtualTerminal {
  enum ParserState {
    case ground, escape, control, charset, string, stringEscape
  }

  /// Shows what `bytes` say.
  package mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { feed(byte) }
  }

  private mutating func feed(_ byte: UInt8) {
    switch state {
    case .ground:
      ground(byte)
    case .escape, .control, .charset:
      // As in any terminal: a program that ends may have been cut off within a sequence.
      guard byte != 0x1b else {
        state = .escape
        collected = []
        return
      }
      sequence(byte)
    case .string:
      collected.append(byte)
      if byte == 0x07 { endString() }
      if byte == 0x1b { state = .stringEscape }
    case .stringEscape:
      endString()
    }
  }

  /// The next byte of a sequence that is not a string.
  private mutating func sequence(_ byte: UInt8) {
    switch state {
    case .escape: escape(byte)
    case .control:
      collected.append(byte)
      guard (0x40...0x7e).contains(byte) else { return }
      state = .ground
      control(collected)
    case .charset:
      charsets[collected.last == UInt8(ascii: ")") ? 1 : 0] = byte
      state = .ground
    case .ground, .string, .stringEscape: break
    }
  }

  private mutating func endString() {
    reject("ESC " + String(decoding: collected, as: UTF8.self))
    state = .ground
  }

  mutating func reject(_ what: String) { unexpected.append(what.debugDescription) }

  private mutating func ground(_ byte: UInt8) {
    if byte >= 0x80 {
      collectCharacter(byte)
      return
    }
    if !character.isEmpty {
      if byte != 0x1b { reject("cut-off character") }
      character = []
    }
    switch byte {
    case 0x00: break
    case 0x08: moveTo(row: row, column: column - 1)
    case 0x09: moveTo(row: row, column: min(columns - 1, (column / 8 + 1) * 8))
    case 0x0a: lineFeed()
    case 0x0d: moveTo(row: row, column: 0)
    case 0x0e: shifted = 1
    case 0x0f: shifted = 0
    case 0x1b:
      state = .escape
      collected = []
    case 0x20...0x7e: show(Unicode.Scalar(byte))
    default: reject("control character \(byte)")
    }
  }

  private mutating func collectCharacter(_ byte: UInt8) {
    character.append(byte)
    let first = character[0]
    let length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1
    guard character.count >= length else { return }
    let text = String(validating: character, as: UTF8.self)
    character = []
    guard let scalar = text?.unicodeScalars.first, scalar.value >= 0xa0 else {
      reject("invalid character")
      return
    }
    show(scalar)
  }

  private mutating func escape(_ byte: UInt8) {
    state = .ground
    switch byte {
    case UInt8(ascii: "["):
      state = .control
    case UInt8(ascii: "("), UInt8(ascii: ")"):
      collected = [byte]
      state = .charset
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      collected = [byte]
      state = .string
    case UInt8(ascii: "="): hasApplicationKeypad = true
    case UInt8(ascii: ">"): hasApplicationKeypad = false
    case UInt8(ascii: "7"): saved = (row, column, attributes)
    case UInt8(ascii: "8"):
      attributes = saved.attributes
      moveTo(row: saved.row, column: saved.column)
    case UInt8(ascii: "M"): reverseLineFeed()
    case UInt8(ascii: "D"): lineFeed()
    default: reject("ESC \(Character(Unicode.Scalar(byte)))")
    }
  }

  private mutating func control(_ bytes: [UInt8]) {
    let final = bytes.last ?? 0
    var body = bytes.dropLast()
    let prefix = body.first.flatMap { (0x3c...0x3f).contains($0) ? $0 : nil }
    if prefix != nil { body = body.dropFirst() }
    let numbers = String(decoding: body, as: UTF8.self)
      .split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard body.allSatisfy({ (0x30...0x3b).contains($0) }),
      perform(Character(Unicode.Scalar(final)), prefix, body.isEmpty ? [] : numbers)
    else {
      reject("CSI " + String(decoding: bytes, as: UTF8.self))
      return
    }
  }
}
