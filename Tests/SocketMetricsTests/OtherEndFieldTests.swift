import SocketMetrics
import SocketModel
import Testing
import TextSafety

/// What fields tell of the socket at the other end.
struct OtherEndFieldTests {
  private static func unix(_ inode: UInt32, peer: UInt32, name: NameRange = NameRange())
    -> SocketRecord
  {
    var record = SocketRecord()
    (record.kind, record.family, record.state) = (.unixStream, .unix, .established)
    (record.cookie, record.inode) = (UInt64(inode), inode)
    (record.localPort, record.remotePort, record.name) = (inode, peer, name)
    return record
  }

  private static func owner(_ name: String, _ pid: Int32) -> SocketOwner {
    SocketOwner(pid: pid, descriptor: 3, command: RawText(utf8: name))
  }

  /// A client of a named socket, its server, a client of an abstract one, its server, and one whose
  /// peer is not there.
  private static func sample() -> Sample {
    var snapshot = Snapshot()
    snapshot.names = Array("/run/bus\0agent".utf8)
    let path = NameRange(offset: 0, length: 8)
    let abstract = NameRange(offset: 8, length: 6)
    snapshot.records = [
      unix(11, peer: 12), unix(12, peer: 11, name: path), unix(21, peer: 22),
      unix(22, peer: 21, name: abstract), unix(31, peer: 32),
    ]
    return Sample(first: snapshot)
  }

  private static func row(_ index: Int, _ sample: Sample, finder: OtherEndFinder?) -> SocketRow {
    let owners = OwnerTable(byInode: [
      11: [owner("app", 5)], 12: [owner("dbus", 7), owner("dbus", 8)], 21: [owner("ssh", 9)],
    ])
    var context = RowContext(snapshot: sample.snapshot, owners: owners, names: NoNames())
    context.others = finder
    return SocketRow(
      record: sample.snapshot.records[index], metric: sample.metrics[index], context: context)
  }

  @Test func `a unix peer is shown with its name, its inode and its owner`() {
    let sample = Self.sample()
    let finder = OtherEndFinder(sample)
    let expected = [
      ("/run/bus 12", "dbus[7] +1", "7"), ("* 11", "app[5]", "5"), ("@agent 22", "-", "-"),
      ("* 21", "ssh[9]", "9"), ("* 32", "-", "-"),
    ]
    for (index, cells) in expected.enumerated() {
      let row = Self.row(index, sample, finder: finder)
      #expect(Rows.cell(.peer, row) == cells.0)
      #expect(Rows.cell(.peerProc, row) == cells.1)
      #expect(Rows.cell(.peerPid, row) == cells.2)
    }
    let first = Self.row(0, sample, finder: finder)
    #expect(SocketField.dst.text(of: first) == RawText(utf8: "/run/bus"))
    #expect(SocketField.peer.text(of: first) == RawText(utf8: "/run/bus 12"))
    #expect(SocketField.peerProc.text(of: first) == RawText(utf8: "dbus"))
  }

  @Test func `without a look the peer is what ss tells of it`() {
    let sample = Self.sample()
    let row = Self.row(0, sample, finder: nil)
    #expect(Rows.cell(.peer, row) == "* 12")
    #expect(Rows.cell(.peerProc, row) == "-")
    #expect(SocketField.peerPid.number(of: row).isNaN)
  }

  @Test func `only the rows that were asked for are looked for, only among the living`() {
    let sample = Self.sample()
    let finder = OtherEndFinder(
      sample, wanted: [sample.snapshot.records[0]],
      OtherEndPlaces(of: sample.snapshot.records))
    #expect(Rows.cell(.peer, Self.row(0, sample, finder: finder)) == "/run/bus 12")
    #expect(Rows.cell(.peer, Self.row(2, sample, finder: finder)) == "* 22")
    let living = OtherEndFinder(sample, count: 3)
    #expect(Rows.cell(.peer, Self.row(2, sample, finder: living)) == "* 22")
  }

  @Test func `rows are ordered by the names of their peers`() {
    let sample = Self.sample()
    var context = Self.row(0, sample, finder: OtherEndFinder(sample)).context
    context.isNumeric = true
    let keys = RowOrder(.peer, descending: false).keys(of: sample, context: context)
    // Names of none, then abstract ones, then paths.
    #expect(keys.sorted().map(\.row) == [1, 3, 4, 2, 0])
  }
}
