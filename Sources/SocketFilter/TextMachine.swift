/// Patterns as machines that read a text number by number: what was read so far is a state, and a
/// table tells the next one. The tables are made while texts are read, so that only what occurs is
/// worked out, and once.
struct TextMachines {
  /// What is read at one step: a byte, a number under 256 in decimal, the same with a dot behind it,
  /// two digits.
  private enum Symbol {
    static let number = 256
    static let dotted = 512
    static let digits = 768
    static let count = 868
  }

  /// The state of a machine. The first three are every machine's and are never left.
  typealias State = Int

  /// There is no room to tell: the text itself must be asked.
  static let unknown: State = 0
  /// The pattern cannot match, whatever follows.
  private static let dead: State = 1
  /// The pattern has matched, whatever follows.
  private static let found: State = 2
  /// States of all machines together.
  private static let capacity = 2048
  /// The longest pattern that becomes a machine, in steps: the work at each state grows with it.
  private static let longest = 256

  private struct Machine {
    var steps: [PatternMatcher.Step]
    var start: State
    var states: [[Int]: State] = [:]
  }

  private struct Origin {
    var machine: Int
    /// Places in the machine's steps, in rising order.
    var places: [Int]
  }

  private var machines: [Machine] = []
  /// By state and symbol; 0 where it is not worked out yet.
  private var table: [UInt16] = []
  private var acceptsEnd: [Bool] = [false, false, true]
  private var origins: [Origin] = []
  /// How often more a state and a byte may be worked out; what is left then is asked of the text.
  private var work = 16_384

  /// No machine at all.
  init() {}

  /// One machine for each of `patterns`; none for nil.
  init(_ patterns: [[PatternMatcher.Step]?]) {
    for state in [Self.unknown, Self.dead, Self.found] {
      table += repeatElement(UInt16(state), count: Symbol.count)
      origins.append(Origin(machine: 0, places: []))
    }
    for (index, steps) in patterns.enumerated() {
      machines.append(Machine(steps: steps ?? [], start: Self.unknown))
      guard let steps, steps.count <= Self.longest else { continue }
      machines[index].start = firstState(of: index)
    }
  }

  /// Where the machine of a pattern begins; `unknown` when it has none.
  func start(_ machine: Int) -> State {
    machine < machines.count ? machines[machine].start : Self.unknown
  }

  /// Whether the pattern matches a text that ends here; not for `unknown`.
  func accepts(_ state: State) -> Bool { acceptsEnd[state] }

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
  @inline(__always)
  mutating func read(number: UInt32, from start: State) -> State {
    if number < 256 { return step(start, Symbol.number &+ Int(number)) }
    let (high, low) = number.quotientAndRemainder(dividingBy: 100)
    if high < 256 {
      return step(step(start, Symbol.number &+ Int(high)), Symbol.digits &+ Int(low))
    }
    return step(readLarge(high, from: start), Symbol.digits &+ Int(low))
  }

  private mutating func readLarge(_ number: UInt32, from start: State) -> State {
    if number < 256 { return step(start, Symbol.number &+ Int(number)) }
    let (high, low) = number.quotientAndRemainder(dividingBy: 100)
    return step(readLarge(high, from: start), Symbol.digits &+ Int(low))
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

  private mutating func firstState(of machine: Int) -> State {
    guard let places = closure([0], of: machine, isStart: true) else { return Self.found }
    // The beginning is a state of its own: `^` holds nowhere else.
    return add(Origin(machine: machine, places: places), isStart: true)
  }

  private mutating func successor(of state: State, _ byte: UInt8) -> State {
    guard work > 0 else { return Self.unknown }
    work -= 1
    let origin = origins[state]
    let steps = machines[origin.machine].steps
    let reached = origin.places.filter { steps[$0].accepts(byte) }.map { $0 + 1 }
    guard let places = closure([0] + reached, of: origin.machine) else { return Self.found }
    if places.isEmpty { return Self.dead }
    if let known = machines[origin.machine].states[places] { return known }
    let new = add(Origin(machine: origin.machine, places: places), isStart: false)
    machines[origin.machine].states[places] = new
    return new
  }

  private mutating func add(_ origin: Origin, isStart: Bool) -> State {
    guard origins.count < Self.capacity else { return Self.unknown }
    origins.append(origin)
    table += repeatElement(0, count: Symbol.count)
    let atEnd = closure(origin.places, of: origin.machine, isStart: isStart, isEnd: true)
    acceptsEnd.append(atEnd == nil)
    return origins.count - 1
  }

  /// The steps that read a byte, or wait for the text's end, that are reached from `places` without
  /// reading; nil when the pattern's end is.
  private func closure(
    _ places: [Int], of machine: Int, isStart: Bool = false, isEnd: Bool = false
  ) -> [Int]? {
    let steps = machines[machine].steps
    var pending = places
    var visited: Set<Int> = []
    var waiting: [Int] = []
    while let place = pending.popLast() {
      guard place < steps.count else { return nil }
      guard visited.insert(place).inserted else { continue }
      switch steps[place] {
      case .byte, .exactly, .set: waiting.append(place)
      case .split(let first, let second): pending += [place + first, place + second]
      case .jump(let distance): pending.append(place + distance)
      case .start: if isStart { pending.append(place + 1) }
      case .end: if isEnd { pending.append(place + 1) } else { waiting.append(place) }
      }
    }
    return waiting.sorted()
  }
}
