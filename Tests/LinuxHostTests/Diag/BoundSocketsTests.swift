import SocketModel
import Testing

@testable import LinuxHost

@Suite struct BoundSocketsTests {
  private let start = MonotonicTime(nanoseconds: 1_000_000_000)

  private func socket(_ cookie: UInt64, kind: SocketKind = .tcp) -> SocketRecord {
    var record = SocketRecord()
    record.cookie = cookie
    record.kind = kind
    record.state = .boundInactive
    return record
  }

  private func kept(_ records: [SocketRecord], milliseconds: UInt64 = 2) -> BoundSockets {
    var bound = BoundSockets()
    let end = MonotonicTime(nanoseconds: start.nanoseconds + milliseconds * 1_000_000)
    bound.keep(records, by: CollectionPlan(), from: start, to: end)
    return bound
  }

  @Test func `a walk is made again when five hundred times its cost is over`() {
    let bound = kept([], milliseconds: 2)
    let end = start.nanoseconds + 2_000_000
    let early = MonotonicTime(nanoseconds: end + 999_999_999)
    let due = MonotonicTime(nanoseconds: end + 1_000_000_000)
    #expect(!bound.areDue(at: early, for: CollectionPlan()))
    #expect(bound.areDue(at: due, for: CollectionPlan()))
    #expect(bound.areDue(at: early, for: CollectionPlan(tables: SocketTables(.udp))))
    let latest = MonotonicTime(nanoseconds: start.nanoseconds + 60_000_000 + 10_000_000_000)
    #expect(kept([], milliseconds: 60).areDue(at: latest, for: CollectionPlan()))
  }

  @Test func `a socket that another table has by now is left out`() {
    let bound = kept([socket(1), socket(65), socket(3)])
    #expect(bound.rows(besides: []).map(\.cookie) == [1, 65, 3])
    #expect(bound.rows(besides: [socket(65), socket(9)]).map(\.cookie) == [1, 3])
    #expect(bound.rows(besides: [socket(1, kind: .udp)]).count == 3)
  }

  @Test func `a socket whose end was announced is dropped`() {
    var bound = kept([socket(1), socket(2)])
    bound.forget([
      DestroyedSocket(record: socket(2), time: start),
      DestroyedSocket(record: socket(1, kind: .udp), time: start),
      DestroyedSocket(record: socket(7), time: start),
    ])
    #expect(bound.rows(besides: []).map(\.cookie) == [1])
  }
}
