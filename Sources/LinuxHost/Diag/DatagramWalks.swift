internal import SockDiag
internal import SocketModel

/// Whether the walk over all chains of UDP's or UDP-Lite's table can be left out of a poll.
///
/// The kernel looks at each of its chains, tens of thousands, once for IPv4 and once for IPv6: where
/// nothing hangs there, each walk is two hundredths of all that a poll of a thousand sockets costs.
/// The host counts a socket from when it has a port, which is when it is hung up. Where it counts
/// none and the last walk found none, it is made every ten seconds only.
struct DatagramWalks {
  /// Nanoseconds between two walks that find nothing.
  private static let pause: UInt64 = 10_000_000_000

  private struct Walk: Hashable {
    var kind: SocketKind
    var families: InternetRequest.Families
  }

  /// When the last walk found nothing; none for one that found something, and before the first.
  private var foundNone: [Walk: MonotonicTime] = [:]
  private var counts: InUseCounts?

  /// Whether `request` at `time` would find nothing.
  mutating func areIdle(
    _ request: DumpRequest, at time: MonotonicTime, paths: ProcNetPaths
  ) -> Bool {
    guard let walk = Self.walk(request), let last = foundNone[walk],
      time.nanoseconds &- last.nanoseconds < Self.pause
    else { return false }
    let counts = counts ?? InUseCounts(paths: paths)
    self.counts = counts
    let name = walk.kind == .udp ? "UDP" : "UDPLITE"
    let count =
      walk.families == .inet
      ? counts.sockets(of: name, in: "sockstat") : counts.sockets(of: name + "6", in: "sockstat6")
    return count == 0
  }

  /// Notes whether `request`, made at `time` and answered to the end, found nothing.
  mutating func note(_ request: DumpRequest, isEmpty: Bool, at time: MonotonicTime) {
    guard let walk = Self.walk(request) else { return }
    foundNone[walk] = isEmpty ? time : nil
  }

  /// The walk that `request` asks for; nil for other tables.
  private static func walk(_ request: DumpRequest) -> Walk? {
    guard case .internet(let request) = request, request.kind == .udp || request.kind == .udpLite
    else { return nil }
    return Walk(kind: request.kind, families: request.families)
  }
}
