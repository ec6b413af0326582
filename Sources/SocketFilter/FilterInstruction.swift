internal import SocketMetrics
internal import SocketModel

/// A test laid out flat, so that running it reads one cache line and follows nothing.
struct FilterInstruction: Sendable {
  enum Operation: UInt8, Sendable {
    case always, never
    case port, portAtLeast, portAtMost, ports
    case address, kernelAddress
    case name, device, mark, cgroup, cookie, autobound, states
    /// Of `source` from `first` to `second` (as numbers), where what `firstMask` says is known;
    /// `secondMask` is 0 unless listeners have none.
    case number
    /// By the place `first` among the program's tests; of `text` the answer depends on `key` alone.
    /// `isRemote` says whose owners and which end; of `end`, `second` is the place of its pattern
    /// among those that are asked of it.
    case field, owner, text, end
  }

  var operation: Operation
  var isRemote = false
  var source = NumberSource.recvq
  var key: TextKey?
  /// Of `address` and `kernelAddress`: the pattern's family and whether it has any bits.
  var family = AddressFamily.inet
  var isIPv4 = false
  var isIPv6 = false
  var isAnyAddress = false
  /// The next instruction, always a lower number, or `FilterProgram.accept` or `.reject`.
  var whenTrue: Int32 = FilterProgram.accept
  var whenFalse: Int32 = FilterProgram.reject
  /// Ports, numbers, indices; of an address the bits that must be and which of them count.
  var first: UInt64 = 0
  var second: UInt64 = 0
  var firstMask: UInt64 = 0
  var secondMask: UInt64 = 0

  /// Of `field`, `owner`, `text` and `end`: where the test stands among the program's.
  @inline(__always) var place: Int { Int(truncatingIfNeeded: first) }

  init(_ test: SocketTest) {
    switch test {
    case .port(let end, let port): self.init(.port, end, port)
    case .portAtLeast(let end, let port): self.init(.portAtLeast, end, port)
    case .portAtMost(let end, let port): self.init(.portAtMost, end, port)
    case .ports(let end, let low, let high): self.init(.ports, end, low, high)
    case .address(let end, let prefix): self.init(.address, end, prefix)
    case .kernelAddress(let end, let prefix): self.init(.kernelAddress, end, prefix)
    case .name(let end, let glob): self.init(.name, end, Int64(glob))
    case .device(let index): self.init(.device, .local, Int64(index))
    case .mark(let value, let mask): self.init(.mark, .local, Int64(value), Int64(mask))
    case .cgroup(let id): self.init(.cgroup, .local, Int64(bitPattern: id))
    case .cookie(let cookie): self.init(.cookie, .local, Int64(bitPattern: cookie))
    case .autobound: self.init(.autobound, .local, 0)
    case .states(let states): self.init(.states, .local, Int64(states.rawValue))
    }
  }

  init(_ operation: Operation, _ end: SocketTest.End, _ first: Int64, _ second: Int64 = 0) {
    self.operation = operation
    isRemote = end == .remote
    self.first = UInt64(bitPattern: first)
    self.second = UInt64(bitPattern: second)
  }

  /// Whether a number is in `range`.
  init(_ source: NumberSource, _ range: NumberRange) {
    self.init(.number, .local, 0)
    self.source = source
    first = range.low.bitPattern
    second = range.high.bitPattern
    firstMask = UInt64(source.needed.rawValue)
    secondMask = source.excludesListeners ? 1 : 0
  }

  private init(_ operation: Operation, _ end: SocketTest.End, _ prefix: AddressPrefix) {
    self.operation = operation
    isRemote = end == .remote
    family = prefix.family
    isIPv4 = prefix.family == .inet
    isIPv6 = prefix.family == .inet6
    let length = Int(prefix.length)
    isAnyAddress = length == 0
    firstMask = Self.mask(min(length, 64))
    secondMask = Self.mask(max(0, min(length - 64, 64)))
    first = prefix.bits.high & firstMask
    second = prefix.bits.low & secondMask
  }

  /// The upper `count` bits, 0 to 64.
  private static func mask(_ count: Int) -> UInt64 { count == 0 ? 0 : ~0 << UInt64(64 - count) }

  /// Whether the pattern's bits are those of `bits`.
  @inline(__always)
  func hasPrefix(_ bits: AddressBits) -> Bool {
    ((bits.high & firstMask) ^ first) | ((bits.low & secondMask) ^ second) == 0
  }
}
