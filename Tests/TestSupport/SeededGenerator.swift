/// Random numbers that are the same for the same seed (SplitMix64), so that a failure can be
/// repeated.
package struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// True `percent` times of a hundred.
  package mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &self) < percent
  }

  /// A byte, of which two of three have no bits but those of `mask`: so that lengths and types of
  /// messages are often plausible.
  package mutating func plausibleByte(_ mask: UInt8) -> UInt8 {
    let value = next()
    let byte = UInt8(truncatingIfNeeded: value >> 8)
    return value % 3 == 0 ? byte : byte & mask
  }
}
