import SocketMetrics
import SocketModel
import Testing
import TextSafety

@Suite struct FieldTableTests {
  @Test func `every field has one entry that says everything`() {
    var identifiers: Set<SafeText> = []
    for field in SocketField.allCases {
      let definition = field.definition
      #expect(identifiers.insert(definition.identifier).inserted)
      #expect(!definition.identifier.isEmpty)
      #expect(!definition.title.isEmpty)
      #expect(definition.help.string.hasSuffix("."))
      #expect(!definition.source.isEmpty)
      #expect(definition.minimumWidth <= definition.width)
      #expect((0...100).contains(definition.priority))
      #expect(definition.title.columns <= definition.width, "\(definition.title.string)")
      #expect(SocketField(identifier: definition.identifier.string) == field)
      for alias in field.aliases { #expect(SocketField(identifier: alias.string) == field) }
    }
  }

  @Test(arguments: [
    ("netid", SocketField.netid), ("RECV-Q", .recvq), ("rx", .rx), ("bytes_received", .rxBytes),
    ("process", .proc), ("retrans-rate", .retransRate), ("cookie", .cookie), ("peer", .peer),
  ])
  func `a field is found by its identifier and its other names`(name: String, field: SocketField) {
    #expect(SocketField(identifier: name) == field)
    #expect(SocketField(identifier: name + "?") == nil)
  }

  @Test func `a row without anything known shows dashes and no number`() {
    let row = Rows.row(SocketRecord())
    let quantities: [SocketField] = [
      .recvq, .rx, .tx, .rxBytes, .rtt, .cwnd, .drops, .mark, .pid, .uid, .inode, .age, .idle,
      .limitShare, .cookie, .timerLeft,
    ]
    for field in quantities {
      #expect(field.number(of: row).isNaN, "\(field)")
      #expect(Rows.cell(field, row) == "-", "\(field)")
    }
    for field in [SocketField.proc, .cgroup, .unit, .container, .user, .cc, .dev, .timer] {
      #expect(field.text(of: row) == nil, "\(field)")
      #expect(Rows.cell(field, row) == "-", "\(field)")
    }
  }

  @Test func `a connection shows its figures with units`() {
    var record = Rows.connection()
    record.known = [.tcpInfo, .queues, .bytesAcked, .bytesSent, .owner, .memory]
    record.receiveQueue = 12_000
    record.tcp.roundTripMicroseconds = 12_100
    record.tcp.bytesSent = 5000
    record.tcp.bytesRetransmitted = 1000
    record.uid = 33
    var metric = SocketMetric(receiveRate: 1_200_000, sendRate: 33_000)
    metric.firstSeen = MonotonicTime(nanoseconds: 0)
    let row = Rows.row(record, metric, now: 42_900_000_000)
    #expect(Rows.cell(.rtt, row) == "12.1ms")
    #expect(Rows.cell(.rx, row) == "1.2 MB")
    #expect(Rows.cell(.tx, row) == "33 kB")
    #expect(Rows.cell(.recvq, row) == "12 kB")
    #expect(Rows.cell(.txBytes, row) == "4.0 kB")
    #expect(Rows.cell(.local, row) == "10.0.0.1:443")
    #expect(Rows.cell(.peer, row) == "203.0.113.9:51234")
    #expect(Rows.cell(.src, row) == "10.0.0.1")
    #expect(Rows.cell(.age, row) == "42s")
    #expect(Rows.cell(.uid, row) == "33")
    #expect(SocketField.traffic.number(of: row) == 1_233_000)
    #expect(SocketField.rtt.number(of: row) == 0.0121)
    #expect(SocketField.dport.identifierNumber(of: row) == 51234)
  }

  @Test func `a listener's queues are counts and it has no round trip`() {
    var record = Rows.connection()
    record.state = .listen
    record.known = [.tcpInfo, .queues]
    record.receiveQueue = 3
    record.sendQueue = 4096
    record.tcp.roundTripMicroseconds = 1000
    let row = Rows.row(record)
    #expect(Rows.cell(.recvq, row) == "3")
    #expect(Rows.cell(.sendq, row) == "4096")
    #expect(Rows.cell(.backlog, row) == "4096")
    #expect(Rows.cell(.rtt, row) == "-")
    #expect(Rows.cell(.retrans, row) == "-")
  }

  @Test func `the owner of before stays when the socket lost its file`() {
    let nginx = SocketOwner(pid: 812, descriptor: 5, command: RawText(utf8: "nginx"))
    var worker = nginx
    worker.pid = 813
    var gone = nginx
    gone.hasEnded = true
    var owners = OwnerTable(byInode: [7: [nginx, worker, worker], 8: [gone]], searched: [9])
    owners.unreadableProcesses = 2
    var metric = SocketMetric()
    for (inode, shown) in [(7, "nginx[812] +1"), (8, "(nginx[812])"), (9, "(hidden)"), (10, "-")] {
      metric.ownerInode = UInt32(inode)
      let row = Rows.row(Rows.connection(), metric, owners: owners)
      #expect(Rows.cell(.proc, row) == shown)
    }
    metric.ownerInode = 7
    let row = Rows.row(Rows.connection(), metric, owners: owners)
    #expect(SocketField.pid.number(of: row) == 812)
    #expect(SocketField.fd.number(of: row) == 5)
    #expect(SocketField.proc.text(of: row) == RawText(utf8: "nginx"))
  }

  @Test func `a hidden owner is said to need privileges only where they are missing`() {
    var owners = OwnerTable(unreadableProcesses: 1)
    let needs = "owners of 1 process hidden (needs cap_sys_ptrace, cap_dac_read_search)"
    #expect(VisibilityNotes.hidden(in: Snapshot(), owners: owners).map(\.string) == [needs])
    owners.isPrivileged = true
    let refused = needs.replacing("needs", with: "refused in spite of")
    #expect(VisibilityNotes.hidden(in: Snapshot(), owners: owners).map(\.string) == [refused])
    owners.unreadableProcesses = 0
    #expect(VisibilityNotes.hidden(in: Snapshot(), owners: owners).isEmpty)
  }

  @Test func `unit, container and runtime are those of the owner, else of the socket itself`() {
    let id = String(repeating: "0af9", count: 16)
    let path = RawText(utf8: "/system.slice/docker-\(id).scope")
    let owner = SocketOwner(pid: 7, descriptor: 3, command: RawText(utf8: "nginx"))
    var owners = OwnerTable(byInode: [11: [owner]])
    owners.groups[7] = CgroupPath(path)
    var record = SocketRecord()
    (record.kind, record.family, record.inode) = (.unixStream, .unix, 11)
    func texts(_ owners: OwnerTable) -> [String?] {
      let row = SocketRow(
        record: record, metric: SocketMetric(),
        context: RowContext(snapshot: Snapshot(), owners: owners, names: NoNames()))
      return [SocketField.cgroup, .unit, .container, .runtime].map { field in
        field.text(of: row).map { String(decoding: $0.bytes, as: UTF8.self) }
      }
    }
    let unit = "docker-\(id).scope"
    #expect(texts(owners) == ["/system.slice/\(unit)", unit, "0af90af90af9", "docker"])
    #expect(texts(OwnerTable(byInode: [11: [owner]])) == [nil, nil, nil, nil])
    #expect(texts(OwnerTable()) == [nil, nil, nil, nil])
  }
}
