import CTestSupport
import SocketFilter
import SocketMetrics
import SocketModel
import Testing
import TextSafety

/// Memory is asked for when a filter is compiled and for what differs, never for each row.
///
/// Only optimised code keeps it so: without, values are boxed where they are copied.
@Suite(
  .enabled(if: topss_test_counts_allocations() == 1, "sanitizers bring their own malloc"),
  .enabled(if: isOptimized, "what is not optimised asks for memory to copy"))
struct FilterAllocationTests {
  /// What tables that grow by doubling may ask for when the sockets are twice as many.
  private static let growth: UInt64 = 40

  @Test func `twice as many sockets are asked without more memory, for every field`() throws {
    let few = Population(count: 2000)
    let many = Population(count: 4000)
    for field in FilterWords.fields {
      for text in Self.filters(on: field) {
        let filter = compiled(try #require(parsed(text), "\(text)"))
        // The first time tables of the program itself are made.
        _ = few.allocations(of: filter)
        let first = few.allocations(of: filter)
        let second = many.allocations(of: filter)
        #expect(second <= first + Self.growth, "\(text): \(first), then \(second)")
      }
    }
  }

  @Test func `conditions of the records alone ask for memory once, however many they are`() throws {
    let few = Population(count: 2000)
    let many = Population(count: 4000)
    let filter = compiled(
      try #require(parsed("dport = :1 and src 10/8 and not dst 10.9/16 and state syn-sent")))
    _ = few.allocations(of: filter)
    let first = few.allocations(of: filter)
    #expect(first <= 16, "\(first)")
    #expect(many.allocations(of: filter) == first)
  }

  @Test func `the counter counts`() {
    let before = topss_test_allocations()
    var texts: [RawText] = []
    for number in 0..<100 { texts.append(RawText([UInt8](repeating: UInt8(number), count: 50))) }
    #expect(topss_test_allocations() - before >= 100)
    #expect(texts.count == 100)
  }

  /// Filters that no socket passes, so that no list of results grows.
  private static func filters(on field: SocketField) -> [String] {
    let name = field.filterName
    switch field.definition.unit {
    case .text:
      return ["\(name) = *zz", "\(name) ~ ^z+q or \(name) ~ zz$", "\(name) = zz or pid = 1"]
    case .seconds: return ["\(name) > 99999h"]
    case .share: return ["\(name) > 100%"]
    case .bytes, .bytesPerSecond: return ["\(name) > 900TB"]
    case .perSecond, .count, .segments: return ["\(name) > 99999999999"]
    case .identifier: return ["\(name) > 18446744073709551000"]
    }
  }
}

/// Whether the tests, and so all they test, were built for release.
private let isOptimized: Bool = {
  #if DEBUG
    false
  #else
    true
  #endif
}()

/// Sockets of several families in pairs, held by ten processes; some by two.
private struct Population {
  private let sample: Sample
  private let context: RowContext

  init(count: Int) {
    var snapshot = Snapshot()
    snapshot.time = MonotonicTime(nanoseconds: 5_000_000_000)
    snapshot.congestionNames = ["", "bbr"].map { RawText(utf8: $0) }
    snapshot.names = Array("/run/user/1000/bus".utf8)
    snapshot.records = (0..<count).map(Self.record)
    sample = Sample(first: snapshot)
    var owners = OwnerTable()
    for (row, record) in snapshot.records.enumerated() {
      let pid = Int32(100 + row % 10)
      owners.byInode[record.inode] = (0...(row % 5 == 0 ? 1 : 0)).map {
        SocketOwner(pid: pid + $0, descriptor: 5, command: RawText(utf8: "worker-\(pid + $0)"))
      }
      owners.groups[pid] = CgroupPath(RawText(utf8: "/system.slice/worker-\(pid).service"))
    }
    var context = RowContext(snapshot: snapshot, owners: owners, names: TestNames())
    context.commandLines = [100: RawText(utf8: "/usr/bin/worker --number=100 --and-so-on")]
    context.others = OtherEndFinder(sample)
    self.context = context
  }

  func allocations(of filter: CompiledFilter) -> UInt64 {
    let before = topss_test_allocations()
    let found = filter.indices(in: sample, context: context)
    let allocations = topss_test_allocations() - before
    precondition(found.isEmpty, "the filter should match nothing")
    return allocations
  }

  /// Every second socket is the other end of the one before.
  private static func record(_ row: Int) -> SocketRecord {
    var record = SocketRecord()
    record.cookie = UInt64(row + 1)
    record.inode = UInt32(row + 1000)
    record.known = KnownFields(rawValue: .max)
    record.state = .established
    record.uid = UInt32(row % 3)
    record.cgroup = UInt64([0, 7, 9][row % 3])
    record.congestionControl = UInt8(row % 2)
    let other = row ^ 1
    switch row / 2 % 5 {
    case 0, 1: setInternet(&record, AddressBits(word: 0x0a00_0000), row, other)
    case 2:
      record.family = .inet6
      setInternet(&record, AddressBits(high: 0x2001_0db8_0000_0000, low: 0), row, other)
    case 3:
      (record.kind, record.family) = (.unixStream, .unix)
      (record.localPort, record.remotePort) = (UInt32(row + 1000), UInt32(other + 1000))
      record.name = NameRange(offset: 0, length: 18)
    default:
      (record.kind, record.family) = (.netlink, .netlink)
      (record.localPort, record.remotePort) = (UInt32(row), .max)
    }
    return record
  }

  private static func setInternet(
    _ record: inout SocketRecord, _ base: AddressBits, _ row: Int, _ other: Int
  ) {
    record.localAddress = address(base, row)
    record.remoteAddress = address(base, other)
    record.localPort = UInt32(1024 + row)
    record.remotePort = UInt32(1024 + other)
  }

  private static func address(_ base: AddressBits, _ row: Int) -> AddressBits {
    base.low == 0 && base.high >> 32 == 0x2001_0db8
      ? AddressBits(high: base.high, low: UInt64(row)) : AddressBits(word: base.word + UInt32(row))
  }
}
