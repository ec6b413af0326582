internal import SocketMetrics
internal import SocketModel

/// A filter as tests with two ways out of each, run from the entry until a way leads outside.
struct FilterProgram: Sendable {
  static let accept: Int32 = -1
  static let reject: Int32 = -2

  var instructions: [FilterInstruction] = []
  /// What the instructions of fields ask, by the place that the instruction tells.
  var fieldTests: [FieldTest] = []
  var ownerTests: [OwnerTest] = []
  var textTests: [TextTest] = []
  /// The patterns that are asked of the texts of the local ends, and of the peers'.
  var localPatterns: [[PatternMatcher.Step]] = []
  var peerPatterns: [[PatternMatcher.Step]] = []
  /// Patterns of unix names.
  var globs: [Glob] = []
  var entry = FilterProgram.accept
  /// The kernel's choice of ports, for `autobound`.
  var ephemeralPorts: ClosedRange<UInt32> = 32768...60999
  /// Some test needs more than the record.
  var readsFields = false
  /// Some test needs the socket at the other end.
  var readsOtherEnd = false
}

/// A question that the record alone answers.
enum SocketTest: Sendable {
  enum End: Sendable { case local, remote }

  case port(End, Int64)
  case portAtLeast(End, Int64)
  case portAtMost(End, Int64)
  case ports(End, from: Int64, through: Int64)
  /// As `ss` compares once it has the record: bits, whatever the family.
  case address(End, AddressPrefix)
  /// As the kernel compares: families must agree. True for what the kernel does not filter.
  case kernelAddress(End, AddressPrefix)
  case name(End, glob: Int)
  case device(UInt32)
  case mark(value: UInt32, mask: UInt32)
  case cgroup(UInt64)
  case cookie(UInt64)
  case autobound
  case states(StateSet)
}

/// A question that the way through the field table answers.
enum FieldTest: Sendable {
  case number(SocketField, NumberRange)
  /// A listener's queue as a share of its limit.
  case fill(NumberRange)
}

/// A question about any of the socket's owners, or about any of those at the other end.
struct OwnerTest: Sendable {
  enum Question: Sendable {
    case pid(NumberRange)
    case descriptor(NumberRange)
    /// By its place among the text tests.
    case text(Int)
  }

  var question: Question
  var isOfOtherEnd = false
}

/// The numbers from one to another; NaN, which stands for unknown, is in none.
struct NumberRange: Hashable, Sendable {
  var low = -Double.infinity
  var high = Double.infinity

  /// Every known number.
  static let known = NumberRange()

  init() {}

  /// Bounds as an instruction has them.
  init(low: UInt64, high: UInt64) {
    self.low = Double(bitPattern: low)
    self.high = Double(bitPattern: high)
  }

  init(_ range: ClosedRange<Double>) {
    low = range.lowerBound
    high = range.upperBound
  }

  /// What compares so with `number`; with `notEqual` the one number too: negating is the caller's.
  init(_ order: FilterComparison, _ number: Double) {
    switch order {
    case .equal, .notEqual: (low, high) = (number, number)
    case .greaterOrEqual: low = number
    case .greater: low = number.nextUp
    case .lessOrEqual: high = number
    case .less: high = number.nextDown
    }
  }

  @inline(__always)
  func contains(_ number: Double) -> Bool {
    guard number >= low else { return false }
    return number <= high
  }
}
