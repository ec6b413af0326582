import Foundation
import SocketModel
import Testing
import TextSafety

@testable import SocketMetrics
@testable import SocketReport

/// Events as lines of text and of JSON.
struct EventReportTests {
  private static let owners = OwnerTable(
    byInode: [4711: [SocketOwner(pid: 812, descriptor: 7, command: RawText(utf8: "nginx"))]])

  private static var context: RowContext {
    RowContext(snapshot: Snapshot(), owners: owners, names: NoNames())
  }

  private static func event(_ kind: SocketEvent.Kind) -> SocketEvent {
    var record = Fixtures.tcp()
    record.known = [.owner, .queues, .tcpInfo, .bytesAcked, .bytesSent]
    record.tcp.bytesSent = 1234
    record.tcp.bytesReceived = 5_000_000_000
    return SocketEvent(
      kind, record, SocketMetric(), time: MonotonicTime(nanoseconds: 1),
      wallClock: 1_700_000_000.25)
  }

  private static func line(_ event: SocketEvent) -> String {
    var text = SafeText()
    EventReport(showsNamespaces: false, utcOffset: 3600)
      .append(event, context: context, to: &text)
    return text.string
  }

  private static let start = "2023-11-14T23:13:20.250+01:00"

  @Test func `an opening is a line with the state`() {
    #expect(
      Self.line(Self.event(.opened))
        == "\(Self.start) opened  tcp   127.0.0.1:22          127.0.0.1:40000       "
        + "state=ESTAB proc=nginx[812]\n")
  }

  @Test func `a change tells from, to, and the time that it took`() {
    var event = Self.event(.changed(from: .established, to: .closeWait))
    #expect(Self.line(event).contains(" changed tcp "))
    #expect(Self.line(event).contains(" from=ESTAB to=CLOSE-WAIT spent=- "))
    event.duration = 12.3456
    #expect(Self.line(event).contains(" spent=12.346s "))
  }

  @Test func `an end tells how, exact bytes, and how sure both are`() {
    var event = Self.event(.ended(.timedOut))
    event.duration = 0.5
    event.hasFinalCounters = true
    #expect(
      Self.line(event).hasSuffix(
        " how=timed-out state=ESTAB lived=0.500s rx=5000000000 tx=1234 proc=nginx[812]\n"))
    event.durationIsBound = true
    event.hasFinalCounters = false
    #expect(Self.line(event).contains(" lived=<0.500s rx=5000000000 tx=1234 final=no "))
    event.record.known = []
    #expect(Self.line(event).contains(" rx=- tx=- proc="))
  }

  @Test func `the same as objects`() throws {
    var event = Self.event(.ended(.reset))
    event.duration = 0.5
    event.durationIsBound = true
    var text = SafeText()
    let report = JSONReport(fields: [.netid, .txBytes])
    report.append(event, context: Self.context, to: &text)
    report.append(note: "a \"note\"", at: 1, to: &text)
    let objects = try text.string.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(objects[0]["event"] as? String == "ended" && objects[0]["how"] as? String == "reset")
    #expect(objects[0]["lifetime_bound"] as? Bool == true && objects[0]["final"] as? Bool == false)
    #expect(objects[0]["tx_bytes"] as? Int == 1234 && objects[0]["owners"] is [Any])
    #expect(objects[1]["event"] as? String == "note")
    #expect(objects[1]["text"] as? String == "a \"note\"")
  }

  @Test(arguments: [
    (0, 0, "1970-01-01T00:00:00.000+00:00"),
    (951_782_400, 0, "2000-02-29T00:00:00.000+00:00"),
    (4_107_542_399.9996, 0, "2100-03-01T00:00:00.000+00:00"),
    (1_709_251_199, 0, "2024-02-29T23:59:59.000+00:00"),
    (1_704_067_199.5, 3600, "2024-01-01T00:59:59.500+01:00"),
    (1_704_067_200, -12_600, "2023-12-31T20:30:00.000-03:30"),
    (0, -3600, "1969-12-31T23:00:00.000-01:00"),
    (Double.nan, 0, "-"), (-1, 0, "-"), (Double.infinity, 0, "-"),
  ])
  func `an instant is written as ISO 8601 has it`(seconds: Double, offset: Int, expected: String) {
    var text = SafeText()
    Timestamp(unixSeconds: seconds, utcOffset: offset).write(to: &text)
    #expect(text.string == expected)
  }

  @Test func `every day from 1970 to 2200 is the next one`() {
    var text = SafeText()
    var (year, month, day) = (1970, 1, 1)
    for number in 0..<84_006 {
      text.removeAll()
      Timestamp(unixSeconds: Double(number) * 86400, utcOffset: 0).write(to: &text)
      let expected = [year, month, day].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
      guard text.string.hasPrefix(expected + "T00:00:00") else {
        Issue.record("\(text.string) is not \(expected)")
        return
      }
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
      day += 1
      if day > days { (day, month) = (1, month + 1) }
      if month > 12 { (month, year) = (1, year + 1) }
    }
    #expect(year == 2200)
  }
}
