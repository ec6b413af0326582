internal import CSys
internal import Glibc
internal import SockDiag
package import SocketModel

/// Hears the kernel announce the ends of TCP and UDP sockets, with their final counters.
///
/// It belongs to one queue and to the network namespace of its socket. Call `drain` whenever
/// `descriptor` can be read and `take` with every sample.
package final class DestroyListener {
  /// For a read source; nil when the kernel cannot be listened to.
  package var descriptor: Int32? { socket?.descriptor }
  /// Why nothing is heard; nil when it is heard or was not wanted.
  package private(set) var error: DiagError?

  private let namespace: NamespaceID
  private let policy: DestroyEventPolicy
  private let clock: () -> MonotonicTime
  private var socket: NetlinkSocket?
  private var gate: CloseRateGate
  private var isSubscribed = false
  private var pending: [DestroyedSocket] = []
  private var lost = 0
  private var dropsSeen: Int64 = 0

  /// Bytes of receive buffer where privileged: 25,000 announcements of 1,280 bytes.
  private static let receiveBufferSize: Int32 = 32 << 20
  /// Datagrams read in one go: some 30 ms, then the queue may do something else.
  private static let drainLimit = 8_192
  /// Announcements kept until they are taken; what comes beyond counts as lost.
  private static let pendingLimit = 1 << 20

  /// Listens as `policy` says, through a socket that `open` makes in its namespace.
  package init(
    policy: DestroyEventPolicy, namespace: NamespaceID = .own,
    limit: Double = CloseRateGate.limit,
    clock: @escaping () -> MonotonicTime = HostClock.monotonic,
    open: () throws(DiagError) -> NetlinkSocket = { () throws(DiagError) in try NetlinkSocket() }
  ) {
    self.policy = policy
    self.namespace = namespace
    self.clock = clock
    gate = CloseRateGate(policy: policy, limit: limit)
    guard policy != .never else { return }
    do throws(DiagError) {
      let socket = try open()
      _ = topss_netlink_receive_buffer(socket.descriptor, Self.receiveBufferSize)
      self.socket = socket
      try subscribe(socket)
    } catch {
      self.error = error
      socket = nil
    }
  }

  /// Reads the announcements that are waiting.
  package func drain() {
    guard let socket, isSubscribed else { return }
    let now = clock()
    let before = pending.count + lost
    var rounds = 0
    while rounds < Self.drainLimit, readNext(socket, at: now) { rounds += 1 }
    countDrops(socket)
    guard gate.count(pending.count + lost - before, at: now) else { return }
    pause(socket, at: now)
  }

  /// What was heard since the last time, and whether anything was missed.
  package func take() -> (ended: [DestroyedSocket], status: DestroyEventStatus) {
    // What came before listening began again was not heard either.
    let wasPaused = gate.isPaused
    resumeIfDue()
    drain()
    defer {
      pending = []
      lost = 0
    }
    guard socket != nil else { return (pending, .off) }
    return (pending, wasPaused || gate.isPaused ? .pausedAboveRate : .on(lost: lost))
  }

  /// Reads one datagram; false when there is none.
  private func readNext(_ socket: NetlinkSocket, at time: MonotonicTime) -> Bool {
    do throws(DiagError) {
      let isRead: Void? = try socket.receiveWaiting { datagram, origin in
        guard origin.port == 0 else { return }
        self.keep(datagram, isTruncated: origin.isTruncated, at: time)
      }
      return isRead != nil
    } catch {
      // The drops are counted by the kernel; without a count it is known that there was one.
      guard error.errno == ENOBUFS else { return false }
      if topss_netlink_drops(socket.descriptor) < 0 { lost += 1 }
      return true
    }
  }

  private func keep(_ datagram: RawSpan, isTruncated: Bool, at time: MonotonicTime) {
    var reader = DestroyEventReader(namespace: namespace)
    while let event = reader.next(in: datagram) {
      guard pending.count < Self.pendingLimit else {
        lost += 1
        continue
      }
      pending.append(DestroyedSocket(record: event.record, gauges: event.gauges, time: time))
    }
    lost += reader.unreadable
  }

  private func countDrops(_ socket: NetlinkSocket) {
    let drops = topss_netlink_drops(socket.descriptor)
    guard drops > dropsSeen else { return }
    // Announcements that the kernel wanted to deliver while we left do not count.
    if isSubscribed { lost += Int(clamping: drops &- dropsSeen) }
    dropsSeen = drops
  }

  private func subscribe(_ socket: NetlinkSocket) throws(DiagError) {
    for group in DestroyGroup.allCases {
      let number = Int32(clamping: group.number)
      guard topss_netlink_membership(socket.descriptor, number, 1) == 0 else {
        throw .system(.subscribe, errno: errno)
      }
    }
    dropsSeen = max(0, topss_netlink_drops(socket.descriptor))
    isSubscribed = true
  }

  /// Leaves the groups and reads what still waits.
  private func pause(_ socket: NetlinkSocket, at time: MonotonicTime) {
    for group in DestroyGroup.allCases {
      _ = topss_netlink_membership(socket.descriptor, Int32(clamping: group.number), 0)
    }
    isSubscribed = false
    while readNext(socket, at: time) {}
  }

  private func resumeIfDue() {
    guard let socket, gate.isPaused, gate.resumes(at: clock()) else { return }
    do throws(DiagError) {
      try subscribe(socket)
    } catch {
      self.error = error
      self.socket = nil
    }
  }
}
