internal import CTestSupport
internal import Glibc

/// A TCP connection over loopback that carries a known number of bytes each second.
package final class TrafficPair {
  private let process: ChildProcess
  private let report: Int32
  private var text = ""

  /// Connects to 127.0.0.1:`port` in `network` and sends `bytesPerSecond` for `seconds`, starting
  /// at once; the connection then stays until this object goes. Where it `isUneven` that is the mean
  /// only: each twentieth of a second has more or less, by chance.
  package init(
    in network: NetworkNamespace?, port: UInt16, bytesPerSecond: UInt64, seconds: Int,
    isUneven: Bool = false
  ) throws {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw TestFailure.system("pipe", errno) }
    defer { close(ends[1]) }
    report = ends[0]
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("test-child"),
      arguments: ["traffic", "\(port)", "\(bytesPerSecond)", "\(seconds)"]
        + (isUneven ? ["uneven"] : []))
    launch.network = network
    process = try ChildProcess(launch, input: ends[1], output: ends[1], error: 2)
    guard wait(for: "READY\n", seconds: TestEnvironment.patience) else {
      throw TestFailure.system("traffic", 0)
    }
  }

  deinit { close(report) }

  package var pid: Int32 { process.pid }

  /// Whether nobody has ended the process yet.
  package var isRunning: Bool { process.poll() == nil }

  /// Waits for the end of the sending: bytes sent and received; nil when it does not come in time.
  package func totals(seconds: Double) -> (sent: UInt64, received: UInt64)? {
    guard wait(for: "RECEIVED", seconds: seconds), wait(for: "\n", after: "RECEIVED", seconds: 10)
    else { return nil }
    let words = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
    guard words.count >= 5, let sent = UInt64(words[2]), let received = UInt64(words[4]) else {
      return nil
    }
    return (sent, received)
  }

  private func wait(for word: String, after start: String = "", seconds: Double) -> Bool {
    let deadline = Deadline(seconds: seconds)
    while true {
      let rest = start.isEmpty ? text[...] : text.split(separator: start).last ?? ""
      if rest.contains(word) { return true }
      let left = deadline.millisecondsLeft
      guard left > 0, topss_test_poll(report, Int16(POLLIN), Int32(left)) > 0 else { return false }
      var chunk = [UInt8](repeating: 0, count: 256)
      let count = unsafe Glibc.read(report, &chunk, chunk.count)
      guard count > 0 else { return false }
      text += String(decoding: chunk[..<count], as: UTF8.self)
    }
  }
}
