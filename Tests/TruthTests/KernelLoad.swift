import CTestSupport
import Glibc
import TestSupport

/// Sockets of a child in a network namespace of its own, with the truth about each of them.
final class KernelLoad: Sendable {
  let network: NetworkNamespace
  /// Where the truth lies, as a number that may be handed on.
  private let address: Int
  private let pid: Int32

  /// The truth about one socket.
  struct Entry {
    var cookie: UInt64
    /// Payload bytes.
    var sent: UInt64
    var received: UInt64
    /// Datagrams that found no room.
    var drops: UInt64
    var isStable: Bool
    var isClosed: Bool
  }

  /// Starts `plan` and returns when it is ready; `limit` sockets or connections come and go. With
  /// `buckets` the namespace has a table of connections of its own with so many.
  init(_ plan: topss_test_plan, stable: Int = 0, limit: Int = 0, buckets: UInt32 = 0) throws {
    network = try NetworkNamespace(buckets: buckets)
    var pid: Int32 = 0
    let load = unsafe topss_test_load_start(
      try TestEnvironment.product("test-child"), network.descriptor, plan, UInt32(stable),
      UInt32(limit), &pid)
    guard let load = unsafe load else { throw TestFailure.system("fork", errno) }
    address = Int(bitPattern: load)
    self.pid = pid
    try wait { $0.phase != topss_test_phase_starting }
  }

  deinit {
    kill(pid, SIGKILL)
    var status: Int32 = 0
    unsafe waitpid(pid, &status, 0)
    unsafe topss_test_load_free(load)
  }

  private var load: OpaquePointer? { unsafe OpaquePointer(bitPattern: address) }

  var phase: topss_test_phase { unsafe topss_test_load_phase(load) }
  var isFinished: Bool { phase == topss_test_phase_finished }
  var steps: Int { Int(unsafe topss_test_load_steps(load)) }

  /// One element per socket that was opened, in order.
  var entries: [Entry] { entries(from: 0) }

  /// Those from the one with number `first` on.
  func entries(from first: Int) -> [Entry] {
    let count = Int(unsafe topss_test_load_count(load))
    return (min(first, count)..<count).map(entry)
  }

  /// The socket with this number.
  func entry(_ number: Int) -> Entry {
    let entry = unsafe topss_test_load_entry(load, UInt32(number))
    return Entry(
      cookie: entry.cookie, sent: entry.sent, received: entry.received,
      drops: entry.drops,
      isStable: entry.isStable != 0, isClosed: entry.isClosed != 0)
  }

  /// Ends what comes and goes, and returns when all of it is closed.
  func stop() throws {
    unsafe topss_test_load_stop(load)
    try wait { $0.isFinished }
  }

  /// Whether somebody in the namespace listens to the ends of sockets.
  var isHeard: Bool {
    guard let file = unsafe fopen("/proc/\(pid)/net/netlink", "r") else { return false }
    defer { unsafe fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while unsafe fgets(&line, Int32(line.count), file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      let words = text.split(separator: " ")
      if words.count > 3, words[1] == "4", words[3] != "00000000" { return true }
    }
    return false
  }

  /// Waits until `number` steps are done.
  func awaitStep(_ number: Int) throws { try wait { $0.steps >= number } }

  /// Asks for the next step without waiting for it.
  func beginStep() { unsafe topss_test_load_step(load) }

  /// Bytes that paced connection `pair` had sent at a time (nanoseconds); nil for another time.
  func sent(_ pair: Int, at time: UInt64) -> Double? {
    let value = unsafe topss_test_load_sent_at(load, UInt32(pair), time)
    return value < 0 ? nil : value
  }

  private func wait(until condition: (KernelLoad) -> Bool) throws {
    let isMet = Deadline.wait(seconds: 30) {
      phase == topss_test_phase_failed || condition(self)
    }
    guard isMet, phase != topss_test_phase_failed else {
      throw TestFailure.system("load", unsafe topss_test_load_error(load))
    }
  }
}
