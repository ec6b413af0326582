import SocketModel
import SocketReport
import Testing
import TextSafety

struct SSReportTests {
  @Test func `a table is as wide as its longest cells`() {
    var listener = Fixtures.tcp(.listen, from: 8080)
    listener.sendQueue = 128
    let text = Fixtures.listing([Fixtures.tcp(), listener])
    #expect(
      text == """
        Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port
        tcp   ESTAB  0      0          127.0.0.1:22      127.0.0.1:40000
        tcp   LISTEN 0      128        127.0.0.1:8080      0.0.0.0:*

        """)
  }

  @Test func `columns that say nothing are left out`() {
    let text = Fixtures.listing([Fixtures.tcp()]) {
      $0.showsNetid = false
      $0.showsState = false
      $0.showsQueues = false
    }
    #expect(
      text == """
        Local Address:Port Peer Address:Port
            127.0.0.1:22      127.0.0.1:40000

        """)
  }

  @Test func `the header alone is printed when nothing matches`() {
    #expect(
      Fixtures.listing([SocketRecord]())
        == "Netid State Recv-Q Send-Q Local Address:Port Peer Address:Port\n")
    #expect(Fixtures.listing([SocketRecord]()) { $0.showsHeader = false } == "")
  }

  @Test func `without a header its titles do not widen the columns`() {
    let text = Fixtures.listing([Fixtures.tcp()]) { $0.showsHeader = false }
    #expect(text == "tcp ESTAB 0      0      127.0.0.1:22 127.0.0.1:40000\n")
  }

  @Test func `processes have a column of their own`() {
    let owners = OwnerTable(byInode: [
      4711: [
        SocketOwner(pid: 7, descriptor: 3, command: RawText(utf8: "sshd")),
        SocketOwner(pid: 8, descriptor: 4, command: RawText(utf8: "a\u{1b}b")),
      ]
    ])
    var other = Fixtures.tcp(.timeWait)
    other.inode = 0
    let text = Fixtures.listing([Fixtures.tcp(), other], owners: owners) {
      $0.showsProcesses = true
      $0.showsNetid = false
      $0.showsQueues = false
    }
    #expect(
      text == """
        State     Local Address:Port Peer Address:Port  Process
        ESTAB         127.0.0.1:22      127.0.0.1:40000 users:(("a·b",pid=8,fd=4),("sshd",pid=7,fd=3))
        TIME-WAIT     127.0.0.1:22      127.0.0.1:40000

        """)
  }

  @Test func `threads appear beside processes only`() {
    let owners = OwnerTable(byInode: [
      4711: [SocketOwner(pid: 7, descriptor: 3, command: RawText(utf8: "sshd"))]
    ])
    let both = Fixtures.listing([Fixtures.tcp()], owners: owners) {
      $0.showsProcesses = true
      $0.showsThreads = true
    }
    #expect(both.contains("users:((\"sshd\",pid=7,tid=7,fd=3))"))
    let alone = Fixtures.listing([Fixtures.tcp()], owners: owners) { $0.showsThreads = true }
    #expect(!alone.contains("users") && !alone.contains("Process"))
  }

  /// Process 7 and its descriptor 3 have contexts, others may not be read.
  private struct Contexts: ContextReader {
    func context(ofProcess pid: Int32) -> RawText? { pid == 7 ? RawText(utf8: "u:r:sshd_t") : nil }
    func context(ofDescriptor number: Int32, of pid: Int32) -> RawText? {
      pid == 7 && number == 3 ? RawText(utf8: "u:o:\u{1b}t") : nil
    }
  }

  @Test func `contexts stand before and behind the descriptor`() {
    let owners = OwnerTable(byInode: [
      4711: [
        SocketOwner(pid: 7, descriptor: 3, command: RawText(utf8: "sshd")),
        SocketOwner(pid: 8, descriptor: 4, command: RawText(utf8: "sh")),
      ]
    ])
    let listing = { (shown: ShownContexts) in
      Fixtures.listing([SocketDetail(record: Fixtures.tcp())], owners: owners, contexts: Contexts())
      {
        $0.showsProcesses = true
        $0.contexts = shown
      }
    }
    #expect(
      listing(.processes).contains(
        #"(("sh",pid=8,proc_ctx=unavailable,fd=4),("sshd",pid=7,proc_ctx=u:r:sshd_t,fd=3))"#))
    #expect(
      listing(.sockets).contains(
        #"("sshd",pid=7,proc_ctx=u:r:sshd_t,fd=3,sock_ctx=u:o:·t)"#))
    #expect(listing(.sockets).contains("fd=4,sock_ctx=unavailable)"))
    var netlink = Fixtures.record(.netlink, .netlink)
    netlink.localPort = 7
    let row = Fixtures.listing([SocketDetail(record: netlink)], contexts: Contexts()) {
      $0.contexts = .processes
    }
    #expect(row.contains(" proc_ctx=u:r:sshd_t"))
  }

  @Test func `a negative queue is printed as one`() {
    var record = Fixtures.tcp()
    record.sendQueue = .max
    #expect(Fixtures.listing([record]).contains(" -1 "))
  }

  @Test func `wide characters take two cells`() {
    var record = Fixtures.record(.unixStream, .unix)
    record.localPort = 12
    record.remotePort = 0
    var wide = SocketDetail(record: record)
    wide.name = RawText(utf8: "/tmp/日本")
    var long = SocketDetail(record: record)
    long.name = RawText(utf8: "/tmp/abcdefghij")
    let text = Fixtures.listing([wide, long]) { $0.showsQueues = false }
    #expect(
      text == """
        Netid State    Local Address:Port Peer Address:Port
        u_str UNCONN       /tmp/日本 12              * 0
        u_str UNCONN /tmp/abcdefghij 12              * 0

        """)
  }

  @Test(arguments: [
    ("tcp ssh", false, "127.0.0.1:ssh"), ("tcp 22", true, "127.0.0.1:22"),
  ])
  func `services have names unless -n`(_ name: String, _ isNumeric: Bool, _ expected: String) {
    let text = Fixtures.listing([Fixtures.tcp()], names: FixtureNames()) {
      $0.isNumeric = isNumeric
      $0.showsHeader = false
    }
    #expect(text.contains(expected))
    #expect(text.contains("127.0.0.1:40000"))
  }

  @Test func `every family has its two ends`() {
    var packet = Fixtures.record(.packetRaw, .packet)
    packet.protocolNumber = 3
    packet.localPort = 1
    var netlink = Fixtures.record(.netlink, .netlink)
    netlink.protocolNumber = 4
    netlink.localPort = 0
    netlink.remoteAddress = .zero
    netlink.remotePort = .max
    var vsock = Fixtures.record(.vsockStream, .vsock)
    vsock.localAddress = AddressBits(word: .max)
    vsock.localPort = 1024
    vsock.remoteAddress = AddressBits(word: 2)
    vsock.remotePort = .max
    var xdp = Fixtures.record(.xdp, .xdp)
    xdp.localAddress = AddressBits(word: 1)
    xdp.localPort = 3
    var tipc = Fixtures.record(.tipcReliable, .tipc)
    tipc.localAddress = AddressBits(word: 1001)
    tipc.localPort = 77
    tipc.remoteAddress = .zero
    tipc.remotePort = 0
    let text = Fixtures.listing([packet, netlink, vsock, tipc, xdp], names: FixtureNames()) {
      $0.isNumeric = false
      $0.showsQueues = false
    }
    #expect(
      text == """
        Netid State  Local Address:Port   Peer Address:Port
        p_raw UNCONN             *:lo                 *
        nl    UNCONN       tcpdiag:kernel             *
        v_str UNCONN             *:1024              2:*
        ti_rd UNCONN          1001:77                 -
        xdp   UNCONN            lo:q3                 *

        """)
  }

  @Test func `sctp associations follow their endpoint without a name`() {
    var endpoint = Fixtures.record(.sctp, .inet)
    endpoint.state = .listen
    endpoint.remoteAddress = .zero
    endpoint.remotePort = 0
    var association = Fixtures.record(.sctp, .inet)
    association.state = .synReceived
    let text = Fixtures.listing([endpoint, association]) { $0.showsQueues = false }
    #expect(
      text == """
        Netid State    Local Address:Port Peer Address:Port
        sctp  LISTEN       127.0.0.1:22        0.0.0.0:*
              `- ESTAB     127.0.0.1:22      127.0.0.1:40000

        """)
  }

  @Test func `a screen's width is filled evenly`() {
    let text = Fixtures.listing([Fixtures.tcp()]) { $0.width = 80 }
    let lines = text.split(separator: "\n")
    #expect(
      lines == [
        "Netid   State   Recv-Q   Send-Q     Local Address:Port     Peer Address:Port",
        "tcp     ESTAB   0        0              127.0.0.1:22          127.0.0.1:40000",
      ])
  }

  @Test func `columns that do not fit a screen go on in its next line`() {
    let text = Fixtures.listing([Fixtures.tcp()]) {
      $0.width = 40
      $0.showsHeader = false
    }
    let line = text.dropLast()
    #expect(line.hasPrefix("tcp"))
    #expect(line.count > 40 && line.count <= 80)
    let second = line.dropFirst(40)
    #expect(second.hasSuffix("127.0.0.1:40000"))
  }

  @Test func `chunks follow each other without a second header, and never narrower`() {
    let address = AddressText(names: NoNames())
    var report = SSReport(options: ReportOptions(), address: address)
    report.append(Fixtures.tcp())
    let first = Fixtures.flushed(&report)
    report.append(Fixtures.tcp(.closeWait))
    let second = Fixtures.flushed(&report)
    #expect(first.split(separator: "\n").count == 2)
    #expect(second == "tcp   CLOSE-WAIT 0      0          127.0.0.1:22      127.0.0.1:40000\n")
    #expect(Fixtures.flushed(&report).isEmpty)
  }

  @Test func `a report is full after a quarter of a mebibyte`() {
    var report = SSReport(options: ReportOptions(), address: AddressText(names: NoNames()))
    var count = 0
    while !report.isFull, count < 200_000 {
      report.append(Fixtures.tcp())
      count += 1
    }
    #expect((3_000...9_000).contains(count))
  }
}
