internal import SocketModel

/// Patterns as one machine that reads a text number by number: what was read so far is a state, and
/// a table tells the next one. The table is made while texts are read, so that only what occurs is
/// worked out, and once.
struct TextMachine {
  /// What is read at one step: a byte, a number under 256 in decimal, the same with a dot behind it,
  /// two digits.
  private enum Symbol {
    static let number = 256
    static let dotted = 512
    static let digits = 768
    static let count = 868
  }

  typealias State = Int

  /// There is no room to tell: the text itself must be asked. It is never left.
  static let unknown: State = 0
  /// Where each text begins; `unknown` when the machine knows no pattern.
  private(set) var start = unknown

  /// Patterns that one machine knows; those behind them are asked of the text.
  static let patterns = 64
  /// States that are kept, and steps of all patterns together: the work at each state grows with
  /// them.
  private static let capacity = 2048
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

  /// A machine without patterns.
  init() {}

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
  func matches(_ state: State) -> UInt64 { matches[state] }

  // MARK: Reading

  @inline(__always)
  mutating func read(_ byte: UInt8, from state: State) -> State { step(state, Int(byte)) }

  @inline(__always)
  mutating func read(ipv4 word: UInt32, from start: State) -> State {
    var state = step(start, Symbol.dotted &+ Int(word &>> 24))
    state = step(state, Symbol.dotted &+ Int(word &>> 16 & 0xff))
    state = step(state, Symbol.dotted &+ Int(word &>> 8 & 0xff))
    return step(state, Symbol.number &+ Int(word & 0xff))
  }

  /// Reads `number` in decimal.
  mutating func read(number: UInt32, from start: State) -> State {
    if number < 256 { return step(start, Symbol.number &+ Int(number)) }
    let (high, low) = number.quotientAndRemainder(dividingBy: 100)
    let state =
      high < 256 ? step(start, Symbol.number &+ Int(high)) : read(number: high, from: start)
    return step(state, Symbol.digits &+ Int(low))
  }

  /// Reads an IPv6 address as `AddressText` writes it.
  mutating func read(ipv6 bits: AddressBits, from start: State) -> State {
    let form = IPv6Form(bits)
    var state = start
    var index = 0
    while index < 8 {
      if index == form.zeros.lowerBound, !form.zeros.isEmpty {
        state = step(step(state, 0x3a), 0x3a)
        index = form.zeros.upperBound
        continue
      }
      if form.isDotted, index == 6 {
        return read(ipv4: UInt32(truncatingIfNeeded: bits.low), from: state)
      }
      state = read(hex: IPv6Form.group(index, of: bits), from: state)
      index &+= 1
      let isBeforeZeros = index == form.zeros.lowerBound && !form.zeros.isEmpty
      if index < 8, !isBeforeZeros { state = step(state, 0x3a) }
    }
    return state
  }

  private mutating func read(hex group: UInt16, from start: State) -> State {
    var state = start
    var shift = group == 0 ? 0 : (15 &- group.leadingZeroBitCount) & ~3
    while shift >= 0 {
      let digit = Int(group &>> UInt16(shift)) & 0xf
      state = step(state, digit < 10 ? 0x30 &+ digit : 0x57 &+ digit)
      shift &-= 4
    }
    return state
  }

  mutating func read(_ bytes: [UInt8], from start: State) -> State {
    var state = start
    for byte in bytes { state = step(state, Int(byte)) }
    return state
  }

  @inline(__always)
  private mutating func step(_ state: State, _ symbol: Int) -> State {
    let next = table[state &* Symbol.count &+ symbol]
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
    default:
      let value = symbol - Symbol.digits
      next = step(step(state, 0x30 + value / 10), 0x30 + value % 10)
    }
    table[state * Symbol.count + symbol] = UInt16(next)
    return next
  }

  private mutating func readDigits(_ value: Int, from start: State) -> State {
    let state = value < 10 ? start : readDigits(value / 10, from: start)
    return step(state, 0x30 + value % 10)
  }

  private mutating func successor(of state: State, _ byte: UInt8) -> State {
    guard work > 0 else { return Self.unknown }
    work -= 1
    let before = progress[state]
    var reached = heads
    for place in before.places where places[place].step?.accepts(byte) == true {
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
    return progress.count - 1
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
      case .byte?, .exactly?, .set?: result.places.append(index)
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
