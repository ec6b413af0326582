internal import SocketMetrics
internal import SocketModel

/// A filter as tests with two ways out of each, run from the entry until a way leads outside.
struct FilterProgram: Sendable {
  static let accept: Int32 = -1
  static let reject: Int32 = -2

  var instructions: [FilterInstruction] = []
  var fieldTests: [FieldTest] = []
  var entry = FilterProgram.accept
  /// Fetched once for all rows.
  var readers: [NumberReader] = []
  var globs: [Glob] = []
  var patterns: [PatternMatcher] = []
  /// The kernel's choice of ports, for `autobound`.
  var ephemeralPorts: ClosedRange<UInt32> = 32768...60999
  /// Some test needs more than the record.
  var readsFields: Bool { !fieldTests.isEmpty }
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
  case autobound
  case states(StateSet)
}

/// A question about a field of the field table.
enum FieldTest: Sendable {
  case isKnown(SocketField)
  case number(SocketField, FilterComparison, Double)
  /// The same for a field that needs no context, by its place among the program's readers.
  case read(Int, FilterComparison, Double)
  case numbers(SocketField, ClosedRange<Double>)
  case cookie(UInt64)
  case fill(FilterComparison, Double)
  case glob(SocketField, Int)
  case pattern(SocketField, Int)
  /// Any owner's pid or descriptor.
  case ownerNumber(SocketField, FilterComparison, Double)
  case ownerNumbers(SocketField, ClosedRange<Double>)
}
