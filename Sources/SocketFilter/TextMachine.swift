internal import SocketModel

/// Patterns as one machine that reads a text number by number: what was read so far is a state, and
/// a table tells the next one. The table is made while texts are read, so that only what occurs is
/// worked out, and once.
struct TextMachine {
  private typealias Symbol = TextSymbol
  typealias State = Int

  /// There is no room to tell: the text itself must be asked. It is never left.
  static let unknown: State = 0
  /// Where the rest of an address leads depends on what it is.
  private static let undecided: State = 0xffff
  /// Where each text begins; `unknown` when the machine knows no pattern.
  private(set) var start = unknown

  /// Patterns that one machine knows; those behind them are asked of the text.
  static let patterns = 64
  /// States that are kept, and steps of all patterns together: the work at each state grows with
  /// them.
  private static let capacity = 1760
  private static let longest = 512

  /// A step of a pattern, or nil for its end.
  private struct Place {
    var step: PatternMatcher.Step?
    var pattern: Int
  }

  /// What is left to be found, and what was.
  private struct Progress: Hashable {
    /// Places that read a byte or wait for the text's end, in rising order.
    var places: [Int] = []
    /// The patterns that have matched whatever follows, a bit each.
    var matched: UInt64 = 0
  }

  /// What IPv4 addresses are made of, and what else IPv6 addresses are.
  private static let decimal = Array("0123456789.".utf8)
  private static let colonAndLetters = Array(":abcdef".utf8)

  private var places: [Place] = []
  /// The first place of each pattern.
  private var heads: [Int] = []
  private var states: [Progress: State] = [:]
  /// By state: how it came about, and the patterns that match a text that ends there.
  private var progress = [Progress()]
  private var matches: [UInt64] = [0]
  /// By state and symbol; 0 where it is not worked out yet.
  private var table: [UInt16] = []
  /// How often more a state and a byte may be worked out; what is left then is asked of the text.
  private var work = 16_384

  init(_ patterns: [[PatternMatcher.Step]]) {
    guard !patterns.isEmpty else { return }
    for (index, steps) in patterns.prefix(Self.patterns).enumerated() {
      heads.append(places.count)
      places += steps.map { Place(step: $0, pattern: index) }
      places.append(Place(step: nil, pattern: index))
    }
    guard places.count <= Self.longest else { return }
    table = [UInt16](repeating: 0, count: Symbol.count)
    // The beginning is a state of its own: `^` holds nowhere else.
    start = add(closure(heads, isStart: true), isStart: true)
  }

  /// The patterns that match a text that ends here, a bit each; not for `unknown`.
  func matches(_ state: State) -> UInt64 { matches[state / Symbol.step] }

  // MARK: Reading

  @inline(__always)
  mutating func read(_ byte: UInt8, from state: State) -> State { step(state, Int(byte)) }

  /// Where any IPv4 address and the colon behind it lead; `unknown` if not to one state.
  @inline(__always)
  mutating func skip(ipv4From start: State) -> State { skip(start, Symbol.ipv4Rest) }

  /// Reads an IPv4 address and the colon behind it, as far as it matters.
  mutating func read(ipv4 word: UInt32, from start: State) -> State {
    var state = start
    var shift: UInt32 = 24
    while shift > 0 {
      let end = skip(state, Symbol.ipv4Rest)
      if end != Self.unknown { return end }
      state = step(state, Symbol.dotted &+ Int(word &>> shift & 0xff))
      shift &-= 8
    }
    return step(step(state, Symbol.number &+ Int(word & 0xff)), 0x3a)
  }

  @inline(__always)
  private mutating func skip(_ state: State, _ rest: Int) -> State {
    let end = step(state, rest)
    return end == Self.undecided ? Self.unknown : end
  }

  /// Reads a port as far as it matters.
  @inline(__always)
  mutating func read(port: UInt32, from start: State) -> State {
    let end = skip(start, Symbol.port)
    return end != Self.unknown ? end : read(number: port, from: start)
  }

  /// Reads `number` in decimal.
  private mutating func read(number: UInt32, from start: State) -> State {
    if number < 256 { return step(start, Symbol.number &+ Int(number)) }
    let (high, low) = number.quotientAndRemainder(dividingBy: 100)
    let state =
      high < 256 ? step(start, Symbol.number &+ Int(high)) : read(number: high, from: start)
    return step(state, Symbol.digits &+ Int(low))
  }

  /// Reads an IPv6 address as `AddressText` writes it and the bracket behind it, as far as it
  /// matters.
  mutating func read(ipv6 bits: AddressBits, from start: State) -> State {
    var state = start
    var end = skip(state, Symbol.ipv6Rest)
    if end != Self.unknown { return end }
    let form = IPv6Form(bits)
    var index = 0
    while index < 8 {
      if index == form.zeros.lowerBound, !form.zeros.isEmpty {
        state = step(step(state, 0x3a), 0x3a)
        index = form.zeros.upperBound
        continue
      }
      if form.isDotted, index == 6 {
        state = read(dotted: UInt32(truncatingIfNeeded: bits.low), from: state)
        break
      }
      state = read(hex: IPv6Form.group(index, of: bits), from: state)
      end = skip(state, Symbol.ipv6Rest)
      if end != Self.unknown { return end }
      index &+= 1
      let isBeforeZeros = index == form.zeros.lowerBound && !form.zeros.isEmpty
      if index < 8, !isBeforeZeros { state = step(state, 0x3a) }
    }
    return step(state, 0x5d)
  }

  private mutating func read(dotted word: UInt32, from start: State) -> State {
    var state = step(start, Symbol.dotted &+ Int(word &>> 24))
    state = step(state, Symbol.dotted &+ Int(word &>> 16 & 0xff))
    state = step(state, Symbol.dotted &+ Int(word &>> 8 & 0xff))
    return step(state, Symbol.number &+ Int(word & 0xff))
  }

  private mutating func read(hex group: UInt16, from start: State) -> State {
    let (high, low) = (Int(group >> 8), Int(group & 0xff))
    if high == 0 { return read(leading: low, from: start) }
    return step(read(leading: high, from: start), Symbol.hex &+ low)
  }

  @inline(__always)
  private mutating func read(leading byte: Int, from start: State) -> State {
    step(start, byte < 16 ? Self.hexDigit(byte) : Symbol.hex &+ byte)
  }

  private static func hexDigit(_ value: Int) -> Int { value < 10 ? 0x30 &+ value : 0x57 &+ value }

  /// Reads ASCII; other characters are more than a number: `unknown`.
  mutating func read(_ bytes: [UInt8], from start: State) -> State {
    var state = start
    for byte in bytes {
      guard byte < 0x80 else { return Self.unknown }
      state = step(state, Int(byte))
    }
    return state
  }

  @inline(__always)
  private mutating func step(_ state: State, _ symbol: Int) -> State {
    let next = table[state &<< 5 &+ symbol]
    return next != 0 ? Int(next) : workOut(state, symbol)
  }

  // MARK: Making

  @inline(never)
  private mutating func workOut(_ state: State, _ symbol: Int) -> State {
    guard state != Self.unknown else { return Self.unknown }
    var next = state
    switch symbol {
    case ..<Symbol.number: next = successor(of: state, UInt8(symbol))
    case ..<Symbol.dotted: next = readDigits(symbol - Symbol.number, from: state)
    case ..<Symbol.digits:
      next = step(readDigits(symbol - Symbol.dotted, from: state), 0x2e)
    case Symbol.ipv4Rest: next = end(of: Self.decimal, 0x3a, from: state)
    case Symbol.ipv6Rest: next = end(of: Self.decimal + Self.colonAndLetters, 0x5d, from: state)
    case Symbol.port: next = endOfDigits(from: state)
    case Symbol.hex...:
      let value = symbol - Symbol.hex
      next = step(step(state, Self.hexDigit(value / 16)), Self.hexDigit(value % 16))
    default:
      let value = symbol - Symbol.digits
      next = step(step(state, 0x30 + value / 10), 0x30 + value % 10)
    }
    table[state << 5 + symbol] = UInt16(next)
    return next
  }

  /// Where any text of `bytes` with `closer` behind it leads, if to one state.
  private mutating func end(of bytes: [UInt8], _ closer: UInt8, from state: State) -> State {
    var reached = [state]
    var place = 0
    while place < reached.count {
      for byte in bytes {
        let next = step(reached[place], Int(byte))
        guard next != Self.unknown, reached.contains(next) || reached.count < 4 else {
          return Self.undecided
        }
        if !reached.contains(next) { reached.append(next) }
      }
      place += 1
    }
    let end = step(state, Int(closer))
    for other in reached where step(other, Int(closer)) != end { return Self.undecided }
    return end == Self.unknown ? Self.undecided : end
  }

  /// Where any digits lead, if to one state.
  private mutating func endOfDigits(from state: State) -> State {
    let end = step(state, 0x30)
    for digit in 0x30...0x39 {
      let isSame = step(state, digit) == end && step(end, digit) == end
      guard isSame, end != Self.unknown else { return Self.undecided }
    }
    return end
  }

  private mutating func readDigits(_ value: Int, from start: State) -> State {
    let state = value < 10 ? start : readDigits(value / 10, from: start)
    return step(state, 0x30 + value % 10)
  }

  private mutating func successor(of state: State, _ byte: UInt8) -> State {
    guard work > 0 else { return Self.unknown }
    work -= 1
    let before = progress[state / Symbol.step]
    var reached = heads
    for place in before.places where places[place].step?.accepts(UInt32(byte)) == true {
      reached.append(place + 1)
    }
    let next = closure(reached, matched: before.matched)
    if let known = states[next] { return known }
    let new = add(next, isStart: false)
    states[next] = new
    return new
  }

  private mutating func add(_ next: Progress, isStart: Bool) -> State {
    guard progress.count < Self.capacity else { return Self.unknown }
    progress.append(next)
    table += repeatElement(0, count: Symbol.count)
    let end = closure(next.places, matched: next.matched, isStart: isStart, isEnd: true)
    matches.append(end.matched)
    return (progress.count - 1) * Symbol.step
  }

  /// What is reached from `first` without reading; nothing more of patterns that have matched.
  private func closure(
    _ first: [Int], matched: UInt64 = 0, isStart: Bool = false, isEnd: Bool = false
  ) -> Progress {
    var pending = first
    var visited: Set<Int> = []
    var result = Progress(matched: matched)
    while let index = pending.popLast() {
      let place = places[index]
      let isMatched = result.matched >> UInt64(place.pattern) & 1 == 1
      guard !isMatched, visited.insert(index).inserted else { continue }
      switch place.step {
      case nil: result.matched |= 1 << UInt64(place.pattern)
      case .character?, .exactly?, .set?: result.places.append(index)
      case .split(let first, let second)?: pending += [index + first, index + second]
      case .jump(let distance)?: pending.append(index + distance)
      case .start?: if isStart { pending.append(index + 1) }
      case .end?: if isEnd { pending.append(index + 1) } else { result.places.append(index) }
      }
    }
    let all = result.matched
    result.places.removeAll { all >> UInt64(places[$0].pattern) & 1 == 1 }
    result.places.sort()
    return result
  }
}
