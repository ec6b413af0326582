package import TerminalUI

/// Bytes from a terminal to what the user did.
///
/// Sequences may come in any number of pieces. Nothing that a terminal sends traps or is shown:
/// what is not understood is swallowed whole.
package struct InputDecoder {
  /// Keys whose sequences the terminal's description gives.
  private let terminalKeys: [[UInt8]: Key]
  /// Bytes that do not make a whole event yet.
  private var pending: [UInt8] = []
  private var paste: [UInt8]?
  private var lastPasteByte = 0
  private var mouse = MouseDecoder()

  /// An open paste ends when nothing came for as long, in milliseconds.
  package static let pasteTimeout = 1000
  static let pasteEnd: [UInt8] = Array("\u{1b}[201~".utf8)
  static let escape: UInt8 = 0x1b

  /// A decoder that also knows `terminalKeys`, sequences of terminfo.
  package init(terminalKeys: [[UInt8]: Key] = [:]) {
    self.terminalKeys = terminalKeys
  }

  /// Whether bytes wait for the rest of their sequence: a lone Escape is told from the start of a
  /// sequence only by time. A caller waits some 25 ms for more and then calls `finish`.
  package var isWaiting: Bool { pending.first == Self.escape }

  /// Whether a paste began and has not ended.
  package var isPasting: Bool { paste != nil }

  /// Decodes `bytes` that came at `now`, monotonic milliseconds.
  package mutating func feed(_ bytes: [UInt8], now: Int, into events: inout [InputEvent]) {
    expirePaste(now: now, into: &events)
    pending.append(contentsOf: bytes)
    if paste != nil, !bytes.isEmpty { lastPasteByte = now }
    decodeAll(now: now, isFinal: false, into: &events)
  }

  /// Nothing followed in time: what waits is keys.
  package mutating func finish(now: Int, into events: inout [InputEvent]) {
    guard isWaiting else { return }
    if paste != nil {
      // A person pressed Escape: the terminal forgot to end the paste.
      endPaste(into: &events)
    }
    decodeAll(now: now, isFinal: true, into: &events)
  }

  /// Ends a paste whose end never came.
  package mutating func expirePaste(now: Int, into events: inout [InputEvent]) {
    guard paste != nil, now &- lastPasteByte >= Self.pasteTimeout else { return }
    endPaste(into: &events)
  }

  /// Forgets what waits, an open paste too.
  package mutating func reset() {
    pending.removeAll()
    paste = nil
  }

  private mutating func endPaste(into events: inout [InputEvent]) {
    if let bytes = paste { events.append(.paste(bytes)) }
    paste = nil
  }

  private mutating func decodeAll(now: Int, isFinal: Bool, into events: inout [InputEvent]) {
    var position = 0
    while position < pending.count {
      let rest = pending[position...]
      let used =
        paste == nil
        ? decodeOne(rest, now: now, isFinal: isFinal, into: &events)
        : collect(rest, into: &events)
      guard used > 0 else { break }
      position += used
    }
    pending.removeFirst(position)
  }

  /// Takes bytes of a paste up to its end; 0 when the end may have begun.
  private mutating func collect(
    _ bytes: ArraySlice<UInt8>, into events: inout [InputEvent]
  ) -> Int {
    guard let start = bytes.firstIndex(of: Self.escape) else {
      keep(bytes)
      return bytes.count
    }
    keep(bytes[..<start])
    let rest = bytes[start...]
    if rest.starts(with: Self.pasteEnd) {
      endPaste(into: &events)
      return start - bytes.startIndex + Self.pasteEnd.count
    }
    if Self.pasteEnd.starts(with: rest) { return start - bytes.startIndex }
    keep(rest.prefix(1))
    return start - bytes.startIndex + 1
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    let room = InputEvent.pasteLimit - (paste?.count ?? 0)
    paste?.append(contentsOf: bytes.prefix(max(0, room)))
  }

  /// Decodes one event and returns its length; 0 when more bytes are needed.
  private mutating func decodeOne(
    _ bytes: ArraySlice<UInt8>, now: Int, isFinal: Bool, into events: inout [InputEvent]
  ) -> Int {
    guard let first = bytes.first else { return 0 }
    if first >= 0x80 { return decodeCharacter(bytes, prefix: 0, into: &events) }
    guard first == Self.escape else {
      if let key = terminalKeys[[first]] ?? PlainKey.key(first) { events.append(.key(key)) }
      return 1
    }
    switch EscapeSequence.measure(bytes) {
    case .incomplete:
      guard isFinal else { return 0 }
      return decodeCutOff(bytes, into: &events)
    case .alt:
      return decodeAlt(bytes, into: &events)
    case .whole(let length):
      decodeSequence(bytes.prefix(length), now: now, into: &events)
      return length
    }
  }

  /// The start of a sequence that was none: Escape alone, or Alt with `[` or `O`.
  private func decodeCutOff(_ bytes: ArraySlice<UInt8>, into events: inout [InputEvent]) -> Int {
    guard bytes.count == 2, let last = bytes.last else {
      if bytes.count == 1 { events.append(.key(.escape)) }
      return bytes.count
    }
    events.append(last == Self.escape ? .key(.escape) : .key(.alt(Unicode.Scalar(last))))
    return last == Self.escape ? 1 : 2
  }

  private func decodeAlt(_ bytes: ArraySlice<UInt8>, into events: inout [InputEvent]) -> Int {
    let second = bytes[bytes.startIndex + 1]
    if let key = terminalKeys[Array(bytes.prefix(2))] {
      events.append(.key(key))
      return 2
    }
    if second >= 0x80 { return decodeCharacter(bytes, prefix: 1, into: &events) }
    guard second >= 0x20, second < 0x7f else {
      events.append(.key(.escape))
      return 1
    }
    events.append(.key(.alt(Unicode.Scalar(second))))
    return 2
  }

  /// A character of UTF-8 after `prefix` bytes; a broken one is dropped.
  private func decodeCharacter(
    _ bytes: ArraySlice<UInt8>, prefix: Int, into events: inout [InputEvent]
  ) -> Int {
    let text = bytes.dropFirst(prefix)
    var decoder = UTF8()
    var iterator = text.makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else {
      let isCut = PlainKey.isCutOffCharacter(text)
      return isCut ? 0 : prefix + 1
    }
    // C1 controls are no characters.
    if scalar.value >= 0xa0 {
      events.append(.key(prefix == 0 ? .character(scalar) : .alt(scalar)))
    }
    return prefix + UTF8.width(scalar)
  }

  private mutating func decodeSequence(
    _ bytes: ArraySlice<UInt8>, now: Int, into events: inout [InputEvent]
  ) {
    if let key = terminalKeys[Array(bytes)] {
      events.append(.key(key))
      return
    }
    if let event = mouse.decode(bytes, now: now) {
      events.append(contentsOf: event)
      return
    }
    if bytes.elementsEqual(EscapeSequence.pasteStart) {
      paste = []
      lastPasteByte = now
      return
    }
    if let key = EscapeSequence.key(bytes) { events.append(.key(key)) }
  }
}
