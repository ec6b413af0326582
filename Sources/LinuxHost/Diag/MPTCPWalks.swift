internal import SockDiag
internal import SocketModel

/// Whether the walk over all chains of MPTCP's table can be left out of a poll.
///
/// The kernel locks each of its chains, tens of thousands, for either family: 2 ms where there is
/// not one such socket, more than all else that a poll of a thousand sockets costs. Where the host
/// counts none and the last walk found none it is made every ten seconds only: an old kernel may
/// not count them.
struct MPTCPWalks {
  /// Nanoseconds between two walks that find nothing.
  private static let pause: UInt64 = 10_000_000_000

  /// When the last walk found nothing; nil when it found something, and before the first.
  private var foundNone: MonotonicTime?
  private var counts: ProtocolCounts?

  /// Whether a walk at `time` would find nothing new.
  mutating func areIdle(at time: MonotonicTime, paths: ProcNetPaths) -> Bool {
    guard let foundNone, time.nanoseconds &- foundNone.nanoseconds < Self.pause else {
      return false
    }
    if counts == nil { counts = ProtocolCounts(paths: paths) }
    return counts?.sockets(of: "MPTCP") == 0
  }

  /// Notes what a walk that began at `time` found.
  mutating func note(_ records: some Sequence<SocketRecord>, at time: MonotonicTime) {
    let isEmpty = !records.contains { $0.kind == .mptcp }
    foundNone = isEmpty ? time : nil
  }
}
