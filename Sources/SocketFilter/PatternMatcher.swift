/// A regular expression over code points, found anywhere in a text, without regard to the case of ASCII
/// letters. All its possibilities advance together: time is at most expression times text.
///
/// It knows `.`, `[…]`, `( )`, `|`, `*`, `+`, `?`, `{2,5}`, `^`, `$`, `\d`, `\w`, `\s`, and escapes of
/// whatever is neither letter nor digit.
struct PatternMatcher: Hashable, Sendable {
  enum Step: Hashable, Sendable {
    case character(UInt32)
    /// This character, letters in this case.
    case exactly(UInt32)
    case set(CharacterSet)
    /// Go on at both relative places.
    case split(Int, Int)
    case jump(Int)
    case start
    case end

    /// Whether the step reads `character`.
    func accepts(_ character: UInt32) -> Bool {
      switch self {
      case .character(let wanted): wanted == lowercased(character)
      case .exactly(let wanted): wanted == character
      case .set(let set): set.contains(lowercased(character))
      case .split, .jump, .start, .end: false
      }
    }
  }

  /// The longest expression, in bytes.
  static let capacity = 1024
  /// The most steps of one: no expression of that length has as many without counted repetitions.
  static let stepLimit = 2048

  /// The expression, compiled.
  let steps: [Step]

  /// nil for an expression that means nothing or is longer than `capacity`.
  init?(_ expression: [UInt8]) {
    guard expression.count <= Self.capacity else { return nil }
    var compiler = PatternCompiler(expression)
    guard let steps = compiler.compile() else { return nil }
    self.steps = steps
  }

  /// Room that matching needs, kept from text to text.
  struct Scratch {
    fileprivate var current = ThreadList()
    fileprivate var next = ThreadList()
    fileprivate var pending: [Int] = []
  }

  /// Whether the expression is found in `text`.
  func matches(_ text: [UInt8]) -> Bool {
    var scratch = Scratch()
    return matches(text, &scratch)
  }

  /// The same for many texts: once `scratch` has been used it needs no more memory.
  func matches(_ text: [UInt8], _ scratch: inout Scratch) -> Bool {
    scratch.current.clear(capacity: steps.count)
    scratch.next.clear(capacity: steps.count)
    var index = 0
    while true {
      let isFound = add(0, at: index, of: text.count, to: &scratch.current, &scratch.pending)
      if isFound { return true }
      guard index < text.count else { return false }
      let character = TextUnit.codePoint.character(in: text.span, at: index)
      index += character.length
      for thread in scratch.current.places.indices {
        let place = scratch.current.places[thread]
        guard steps[place].accepts(character.value) else { continue }
        let isFound = add(
          place + 1, at: index, of: text.count, to: &scratch.next, &scratch.pending)
        if isFound { return true }
      }
      swap(&scratch.current, &scratch.next)
      scratch.next.clear(capacity: steps.count)
    }
  }

  /// Follows what takes no character from `place` on; true when the expression's end is reached.
  private func add(
    _ place: Int, at index: Int, of count: Int, to threads: inout ThreadList,
    _ pending: inout [Int]
  ) -> Bool {
    pending.removeAll(keepingCapacity: true)
    pending.append(place)
    while let place = pending.popLast() {
      guard place < steps.count else { return true }
      guard threads.visit(place) else { continue }
      switch steps[place] {
      case .character, .exactly, .set: threads.places.append(place)
      case .split(let first, let second):
        pending.append(place + second)
        pending.append(place + first)
      case .jump(let distance): pending.append(place + distance)
      case .start: if index == 0 { pending.append(place + 1) }
      case .end: if index == count { pending.append(place + 1) }
      }
    }
    return false
  }

  fileprivate struct ThreadList {
    var places: [Int] = []
    /// Which steps were visited in this round: those that hold its number.
    private var visited: [UInt32] = []
    private var round: UInt32 = 0

    mutating func visit(_ place: Int) -> Bool {
      guard visited[place] != round else { return false }
      visited[place] = round
      return true
    }

    /// Begins anew, with room for `capacity` steps.
    mutating func clear(capacity: Int) {
      places.removeAll(keepingCapacity: true)
      round &+= 1
      guard visited.count < capacity || round == 0 else { return }
      visited = Array(repeating: 0, count: capacity)
      round = 1
    }
  }
}

/// Turns a regular expression into steps; parentheses nest at most 64 deep.
struct PatternCompiler {
  private typealias Step = PatternMatcher.Step

  private var rest: ArraySlice<UInt32>
  private var depth = 0

  init(_ expression: [UInt8]) { rest = TextUnit.codePoint.characters(of: expression)[...] }

  mutating func compile() -> [PatternMatcher.Step]? {
    guard let steps = alternatives(), rest.isEmpty else { return nil }
    return steps
  }

  private mutating func alternatives() -> [Step]? {
    guard var left = sequence() else { return nil }
    while rest.first == 0x7c {
      rest = rest.dropFirst()
      guard let right = sequence() else { return nil }
      left = [.split(1, left.count + 2)] + left + [.jump(right.count + 1)] + right
      guard left.count <= PatternMatcher.stepLimit else { return nil }
    }
    return left
  }

  private mutating func sequence() -> [Step]? {
    var steps: [Step] = []
    while let next = rest.first, next != 0x7c, next != 0x29 {
      guard let atom = atom(), let repeated = repeated(atom) else { return nil }
      steps += repeated
      guard steps.count <= PatternMatcher.stepLimit else { return nil }
    }
    return steps
  }

  private mutating func repeated(_ atom: [Step]) -> [Step]? {
    guard let mark = rest.first else { return atom }
    let count = atom.count
    switch mark {
    case 0x2a:
      rest = rest.dropFirst()
      return [.split(1, count + 2)] + atom + [.jump(-(count + 1))]
    case 0x2b:
      rest = rest.dropFirst()
      return atom + [.split(-count, 1)]
    case 0x3f:
      rest = rest.dropFirst()
      return [.split(1, count + 1)] + atom
    case 0x7b:
      rest = rest.dropFirst()
      return counted(atom)
    default: return atom
    }
  }

  /// `{2}`, `{2,}`, `{2,5}`.
  private mutating func counted(_ atom: [Step]) -> [Step]? {
    guard let end = rest.firstIndex(of: 0x7d) else { return nil }
    let bounds = rest[..<end].split(separator: 0x2c, omittingEmptySubsequences: false)
    rest = rest[(end + 1)...]
    guard let least = bounds.first.flatMap(Self.count), bounds.count <= 2,
      let most = bounds[bounds.count - 1].isEmpty ? least : Self.count(bounds[bounds.count - 1]),
      most >= least, most * (atom.count + 1) <= PatternMatcher.stepLimit
    else { return nil }
    let required = (0..<least).flatMap { _ in atom }
    guard let last = bounds.last, bounds.count == 2 else { return required }
    if last.isEmpty {
      return required + [.split(1, atom.count + 2)] + atom + [.jump(-(atom.count + 1))]
    }
    return required + (0..<(most - least)).flatMap { _ in [.split(1, atom.count + 1)] + atom }
  }

  /// A number of repetitions; nil above 64.
  private static func count(_ text: ArraySlice<UInt32>) -> Int? {
    let digits = text.map { UInt8(clamping: $0) }
    guard let number = NumberText.whole(digits[...]), number >= 0, number <= 64 else { return nil }
    return Int(number)
  }

  private mutating func atom() -> [Step]? {
    guard let character = rest.popFirst() else { return nil }
    switch character {
    case 0x28: return group()
    case 0x2a, 0x2b, 0x3f, 0x7b: return nil
    case 0x2e: return [.set(.all)]
    case 0x5e: return [.start]
    case 0x24: return [.end]
    case 0x5b:
      guard let (set, count) = CharacterSet.bracket(rest) else { return nil }
      rest = rest.dropFirst(count)
      return [.set(set)]
    case 0x5c: return escaped()
    default: return [.character(lowercased(character))]
    }
  }

  private mutating func group() -> [Step]? {
    guard depth < 64 else { return nil }
    depth += 1
    defer { depth -= 1 }
    guard let steps = alternatives(), rest.popFirst() == 0x29 else { return nil }
    return steps
  }

  private mutating func escaped() -> [Step]? {
    guard let character = rest.popFirst() else { return nil }
    var set = CharacterSet()
    switch character | 0x20 {
    case 0x64: set = CharacterSet.named("digit") ?? set
    case 0x73: set = CharacterSet.named("space") ?? set
    case 0x77:
      set = CharacterSet.named("alnum") ?? set
      set.insert(0x5f)
    // Letters and digits would mean something elsewhere: `\b`, `\1`.
    case 0x61...0x7a, 0x30...0x39: return nil
    default: return [.character(lowercased(character))]
    }
    return [.set(character & 0x20 == 0 ? set.inverted : set)]
  }
}
