import Foundation
import SocketModel
import SocketReport
import Testing
import TextSafety

@testable import SocketMetrics

/// JSON, CSV and the summary.
struct SampleReportTests {
  @Test func `the summary reads as that of ss`() {
    var text = SafeText()
    SummaryReport.append(Self.host, to: &text)
    let row = { (name: String, total: Int, ip: Int, ipv6: Int) in
      let cells = [total, ip, ipv6].map {
        String($0).padding(toLength: 9, withPad: " ", startingAt: 0)
      }
      return "\(name)\t  \(cells.joined(separator: " "))\n"
    }
    let table =
      row("RAW", 1, 1, 0) + row("UDP", 15, 12, 3) + row("TCP", 156, 134, 22)
      + row("INET", 172, 147, 25) + row("FRAG", 0, 0, 0)
    #expect(
      text.string == """
        Total: 734
        TCP:   1415 (estab 112, closed 1259, orphaned 11, timewait 1258)

        Transport Total     IP        IPv6
        \(table)

        """)
  }

  @Test func `an object has the keys that are promised`() throws {
    let object = try Self.object(Self.sample())
    #expect(
      Set(object.keys) == [
        "time", "interval", "sockets", "transitions", "ended", "summary", "notes",
      ])
    #expect(object["time"] as? Double == 1_700_000_000.25)
    #expect(object["interval"] is NSNull)
    #expect(object["notes"] as? [String] == ["a \"quoted\" note"])
    let sockets = try #require(object["sockets"] as? [[String: Any]])
    let names = Set(
      SocketField.allCases.map { $0.definition.identifier.string } + ["owners", "owner_guessed"])
    for socket in sockets { #expect(Set(socket.keys) == names) }
    #expect(sockets.first?["netid"] as? String == "tcp")
    #expect(sockets.first?["state"] as? String == "ESTAB")
    #expect(sockets.first?["sport"] as? Int == 22)
    #expect(sockets.first?["rx"] is NSNull)
  }

  @Test func `owners are a list, empty or null`() throws {
    let sockets = try #require(try Self.object(Self.sample())["sockets"] as? [[String: Any]])
    let first = try #require(sockets.first?["owners"] as? [[String: Any]])
    #expect(first.first?["proc"] as? String == "ss\\xff\"d")
    #expect(first.first?["pid"] as? Int == 7 && first.first?["fd"] as? Int == 3)
    #expect((sockets[1]["owners"] as? [Any])?.isEmpty == true)
    #expect(sockets[2]["owners"] is NSNull)
  }

  @Test func `an object takes one line`() {
    let text = Self.json(Self.sample())
    #expect(text.last == "\n" && text.dropLast().contains("\n") == false)
  }

  @Test func `transitions and ends carry the socket's keys and obey the filter`() throws {
    var sample = Self.sample()
    let record = Fixtures.tcp(.closeWait)
    sample.interval = 1.5
    sample.transitions = [
      Transition(
        time: MonotonicTime(nanoseconds: 1), wallClock: 12.5, from: .established, to: .closeWait,
        duration: nil, record: record, metric: SocketMetric())
    ]
    sample.ended = [
      EndedSocket(
        time: MonotonicTime(nanoseconds: 1), wallClock: 13, cause: .timedOut, record: record,
        metric: SocketMetric(), lifetime: nil, lifetimeIsBound: false, lastState: .established)
    ]
    let object = try Self.object(sample)
    #expect(object["interval"] as? Double == 1.5)
    let transition = try #require((object["transitions"] as? [[String: Any]])?.first)
    #expect(transition["from"] as? String == "ESTAB" && transition["to"] as? String == "CLOSE-WAIT")
    #expect(transition["time"] as? Double == 12.5 && transition["dport"] as? Int == 40000)
    let ended = try #require((object["ended"] as? [[String: Any]])?.first)
    #expect(ended["how"] as? String == "timed-out" && ended["time"] as? Int == 13)
    let none = try Self.object(sample) { _ in false }
    #expect((none["transitions"] as? [Any])?.isEmpty == true)
    #expect((none["ended"] as? [Any])?.isEmpty == true)
    #expect((none["sockets"] as? [Any])?.count == 3)
  }

  @Test func `columns choose the keys`() throws {
    var text = SafeText()
    let sample = Self.sample()
    JSONReport(fields: [.netid, .cookie]).append(
      sample, rows: [1, 99], context: Self.context(sample), to: &text)
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let sockets = try #require(object["sockets"] as? [[String: Any]])
    #expect(sockets.count == 1)
    #expect(sockets.first.map { Set($0.keys) } == ["netid", "cookie", "owners", "owner_guessed"])
    #expect(sockets.first?["cookie"] as? UInt64 == .max)
  }

  @Test func `the summary has counts and rates`() throws {
    var sample = Self.sample()
    sample.snapshot.host = Self.host
    sample.totals.receiveRate = 0.1
    let summary = try #require(try Self.object(sample)["summary"] as? [String: Any])
    #expect(summary["total"] as? Int == 734)
    #expect((summary["tcp"] as? [String: Any])?["closed"] as? Int == 1259)
    let transport = try #require(summary["transport"] as? [String: [String: Int]])
    #expect(transport["inet"] == ["total": 172, "ip": 147, "ipv6": 25])
    #expect(summary["rx"] as? Double == 0.1 && summary["tx"] is NSNull)
    let bare = try #require(try Self.object(Self.sample())["summary"] as? [String: Any])
    #expect(bare["tcp"] is NSNull && Set(bare.keys) == Set(summary.keys))
  }

  @Test func `csv has a line of identifiers and one for each socket`() {
    let sample = Self.sample()
    var text = SafeText()
    let report = CSVReport(fields: [.netid, .sport, .rx, .proc, .cookie], showsTime: true)
    report.appendHeader(to: &text)
    report.append(sample, rows: [0, 1], context: Self.context(sample), to: &text)
    #expect(
      text.string == """
        time,netid,sport,rx,proc,cookie
        1700000000.25,tcp,22,,"ss\\xff""d",31
        1700000000.25,tcp,22,,,18446744073709551615

        """)
  }

  @Test func `csv without a time begins with the first field`() {
    let sample = Self.sample()
    var text = SafeText()
    let report = CSVReport(showsTime: false)
    report.appendHeader(to: &text)
    report.append(sample, rows: [0, 1, 2], context: Self.context(sample), to: &text)
    let lines = text.string.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines.first?.hasPrefix("netid,state,") == true)
  }

  static var host: HostCounters {
    var host = HostCounters()
    host.socketsUsed = 734
    host.tcp4InUse = 134
    host.tcp6InUse = 22
    host.tcpOrphaned = 11
    host.tcpTimeWait = 1258
    host.tcpAllocated = 157
    host.tcpEstablished = 112
    host.udp4InUse = 12
    host.udp6InUse = 3
    host.raw4InUse = 1
    return host
  }

  /// Three sockets: with an owner, with none, and with one that may not be read.
  static func sample() -> Sample {
    var snapshot = Snapshot()
    snapshot.wallClock = 1_700_000_000.25
    var orphan = Fixtures.tcp(.timeWait)
    orphan.inode = 0
    orphan.cookie = .max
    var foreign = Fixtures.tcp()
    foreign.inode = 5
    snapshot.records = [Fixtures.tcp(), orphan, foreign]
    return Sample(first: snapshot)
  }

  static func context(_ sample: Sample) -> RowContext {
    let owner = SocketOwner(
      pid: 7, descriptor: 3, command: RawText([0x73, 0x73, 0xff, 0x22, 0x64]))
    return RowContext(
      snapshot: sample.snapshot,
      owners: OwnerTable(byInode: [4711: [owner]], searched: [5], unreadableProcesses: 1),
      names: NoNames())
  }

  static func json(
    _ sample: Sample, matching matches: (SocketRow) -> Bool = { _ in true }
  ) -> String {
    var text = SafeText()
    JSONReport().append(
      sample, rows: [0, 1, 2], context: context(sample), matching: matches,
      notes: ["a \"quoted\" note"], to: &text)
    return text.string
  }

  static func object(
    _ sample: Sample, matching matches: (SocketRow) -> Bool = { _ in true }
  ) throws -> [String: Any] {
    let data = Data(json(sample, matching: matches).utf8)
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }
}
