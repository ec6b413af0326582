internal import SocketModel

/// The states of a `TextMachine` behind the addresses that were read last: many sockets share a few,
/// local ones most of all.
struct ReadAddresses {
  private struct Entry {
    var bits = AddressBits.zero
    var isIPv4 = false
    var state = TextMachine.unknown
  }

  private static let count = 64
  private var entries: [Entry] = []

  /// `TextMachine.unknown` where none is kept.
  @inline(__always)
  func state(behind bits: AddressBits, isIPv4: Bool) -> TextMachine.State {
    guard !entries.isEmpty else { return TextMachine.unknown }
    let place = Self.place(of: bits)
    guard entries[place].bits.high == bits.high, entries[place].bits.low == bits.low,
      entries[place].isIPv4 == isIPv4
    else { return TextMachine.unknown }
    return entries[place].state
  }

  @inline(__always)
  mutating func keep(_ state: TextMachine.State, behind bits: AddressBits, isIPv4: Bool) {
    if entries.isEmpty { entries = Array(repeating: Entry(), count: Self.count) }
    entries[Self.place(of: bits)] = Entry(bits: bits, isIPv4: isIPv4, state: state)
  }

  @inline(__always)
  private static func place(of bits: AddressBits) -> Int {
    Int(truncatingIfNeeded: ((bits.high ^ bits.low) &* 0x9e37_79b9_7f4a_7c15) &>> 58)
  }
}

/// The same for names of unix sockets: the connections of a server bear its name.
struct ReadNames {
  private struct Entry {
    var name = NameRange()
    var state = TextMachine.unknown
  }

  private static let count = 64
  private var entries: [Entry] = []

  /// `TextMachine.unknown` where no equal name of `names` is kept. `name` is not empty and lies
  /// within `names`.
  @inline(__always)
  func state(behind name: NameRange, in names: [UInt8]) -> TextMachine.State {
    guard !entries.isEmpty else { return TextMachine.unknown }
    let entry = entries[Self.place(of: name, in: names)]
    guard entry.name.length == name.length else { return TextMachine.unknown }
    guard Self.areEqual(entry.name, name, in: names) else { return TextMachine.unknown }
    return entry.state
  }

  @inline(__always)
  mutating func keep(_ state: TextMachine.State, behind name: NameRange, in names: [UInt8]) {
    if entries.isEmpty { entries = Array(repeating: Entry(), count: Self.count) }
    entries[Self.place(of: name, in: names)] = Entry(name: name, state: state)
  }

  /// By the length and two bytes: those that numbered names differ in stand at the end.
  @inline(__always)
  private static func place(of name: NameRange, in names: [UInt8]) -> Int {
    let end = Int(name.offset) &+ Int(name.length)
    let middle = UInt64(names[end &- 1 &- Int(name.length / 4)])
    let key = UInt64(name.length) &<< 16 | UInt64(names[end &- 1]) &<< 8 | middle
    return Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) &>> 58)
  }

  /// Whether two names of the same length are the same: without a way out of the loop, so that many
  /// bytes are compared at once.
  @inline(__always)
  private static func areEqual(_ first: NameRange, _ second: NameRange, in names: [UInt8]) -> Bool {
    let count = Int(first.length)
    let left = names.span.extracting(Int(first.offset)..<Int(first.offset) &+ count)
    let right = names.span.extracting(Int(second.offset)..<Int(second.offset) &+ count)
    var difference: UInt8 = 0
    for index in 0..<count { difference |= left[index] ^ right[index] }
    return difference == 0
  }
}
