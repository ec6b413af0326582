package import SocketModel

/// A snapshot, and what the one before it makes known.
///
/// Every derived value is optional: nil on the first sight of a socket, and after a reset.
package struct Sample: Sendable {
  package var snapshot: Snapshot
  /// One element per record of `snapshot`, in the same order.
  package var metrics: [SocketMetric]
  /// The measured time since the previous snapshot, in seconds; nil for the first one.
  package var interval: Double?
  package var transitions: [Transition]
  /// Sockets that ended since the previous sample, each exactly once.
  ///
  /// A connection ends with its data: when the kernel destroys the full socket. The TIME-WAIT that
  /// may follow stays a row (`SocketMetric.hasEnded`), and its leaving is no second end.
  package var ended: [EndedSocket]
  /// Sockets first seen in this sample, those among `ended` included; nil in the first sample.
  package var opened: Int?
  package var totals: TrafficTotals
  /// When the sample was made since which sockets and inodes are the same.
  package var ownersSince: MonotonicTime
  /// Rows at the end of the records that ended a moment ago and are shown as they ended; none
  /// unless the sampler was told to keep them.
  var endedRows = 0

  /// Records of sockets that live; those from here on have ended.
  package var liveCount: Int { snapshot.records.count - endedRows }

  /// The socket at `row`, an index into the records, in `context`; nil for a row that is not there.
  package func row(_ row: Int, in context: RowContext) -> SocketRow? {
    guard snapshot.records.indices.contains(row), metrics.indices.contains(row) else { return nil }
    return SocketRow(
      record: snapshot.records[row], metric: metrics[row], gauges: snapshot.gauges(at: row),
      context: context)
  }

  /// A sample of a first snapshot: nothing is derived yet.
  package init(first snapshot: Snapshot) {
    self.snapshot = snapshot
    metrics = Array(repeating: SocketMetric(), count: snapshot.records.count)
    interval = nil
    transitions = []
    ended = []
    opened = nil
    totals = TrafficTotals()
    ownersSince = snapshot.time
  }
}

/// What two sights of one socket make known. Fixed size (64 bytes), without references.
package struct SocketMetric: Sendable {
  /// Bytes per second; NaN when not known. Read `receiveRate`, but in loops over all sockets.
  package internal(set) var receiveRateOrNaN = Float.nan
  package internal(set) var sendRateOrNaN = Float.nan
  /// When a dump or an exact answer last had the socket.
  package var lastSeen = MonotonicTime(nanoseconds: 0)
  private var firstSeenOrNever = Self.never
  private var stateSinceOrNever = Self.never
  /// Retransmitted segments and dropped packets per second; NaN when not known.
  package internal(set) var retransmitRateOrNaN = Float.nan
  package internal(set) var dropRateOrNaN = Float.nan
  /// Shares of the last interval in 0...1; NaN when not known.
  package var limits = LimitShares()
  /// The last owner known: the inode and uid of before the socket lost its file.
  package var ownerInode: UInt32 = 0
  private var uid: UInt32 = 0
  private var sightCount: UInt16 = 1
  /// Complete dumps in a row that lacked the socket; saturates.
  var absences: UInt8 = 0
  private var flags: UInt8 = 0

  package init() {}

  /// A metric with these rates in bytes per second; nil for not known.
  package init(receiveRate: Double?, sendRate: Double?) {
    receiveRateOrNaN = receiveRate.map { Float($0) } ?? .nan
    sendRateOrNaN = sendRate.map { Float($0) } ?? .nan
  }

  /// When the socket was first seen; nil when it was there in the first snapshot.
  package var firstSeen: MonotonicTime? {
    get { Self.time(firstSeenOrNever) }
    set { firstSeenOrNever = newValue?.nanoseconds ?? Self.never }
  }

  /// When the present state was first seen; nil when it already was in the first snapshot.
  package var stateSince: MonotonicTime? {
    get { Self.time(stateSinceOrNever) }
    set { stateSinceOrNever = newValue?.nanoseconds ?? Self.never }
  }

  /// The last uid known; nil for none.
  package var ownerUID: UInt32? {
    get { flags & Self.hasUID != 0 ? uid : nil }
    set {
      uid = newValue ?? 0
      set(Self.hasUID, newValue != nil)
    }
  }

  /// The number of samples in which the socket was seen, this one included; stays at 65,535.
  package var sights: UInt32 {
    get { UInt32(sightCount) }
    set { sightCount = UInt16(clamping: newValue) }
  }

  /// `ownerInode` and `ownerUID` are those of the only socket that listens on the same port, whose
  /// process has probably accepted this one or will; the socket itself was never seen with a file.
  package var ownerIsGuess: Bool {
    get { flags & Self.isGuess != 0 }
    set { set(Self.isGuess, newValue) }
  }

  /// The last dump lacked the socket and nothing confirms its end: shown as last seen.
  package var isSuspect: Bool {
    get { flags & Self.suspect != 0 }
    set { set(Self.suspect, newValue) }
  }

  /// The connection's end has been told in `Sample.ended`; the row is the TIME-WAIT after it.
  package var hasEnded: Bool {
    get { flags & Self.ended != 0 }
    set { set(Self.ended, newValue) }
  }

  private static let never = UInt64.max
  private static let hasUID: UInt8 = 1
  private static let isGuess: UInt8 = 2
  private static let suspect: UInt8 = 4
  private static let ended: UInt8 = 8

  @inline(__always) private mutating func set(_ flag: UInt8, _ isSet: Bool) {
    flags = isSet ? flags | flag : flags & ~flag
  }

  private static func time(_ nanoseconds: UInt64) -> MonotonicTime? {
    nanoseconds == never ? nil : MonotonicTime(nanoseconds: nanoseconds)
  }

  /// Payload bytes received per second; nil when not known.
  package var receiveRate: Double? { receiveRateOrNaN.isNaN ? nil : Double(receiveRateOrNaN) }
  /// Payload bytes sent per second, without retransmissions; nil when not known.
  package var sendRate: Double? { sendRateOrNaN.isNaN ? nil : Double(sendRateOrNaN) }
  /// Retransmitted segments per second; nil when not known.
  package var retransmitRate: Double? {
    retransmitRateOrNaN.isNaN ? nil : Double(retransmitRateOrNaN)
  }
  /// Packets dropped at the socket per second; nil when not known.
  package var dropRate: Double? { dropRateOrNaN.isNaN ? nil : Double(dropRateOrNaN) }
}

/// What limited a TCP sender over the last interval, as shares in 0...1 that add up to 1.
///
/// From the growth of `tcpi_busy_time`, `tcpi_rwnd_limited` and `tcpi_sndbuf_limited`.
package struct LimitShares: Hashable, Sendable {
  /// NaN when not known.
  package var receiverWindow = Float.nan
  package var sendBuffer = Float.nan
  /// Busy and limited by neither: congestion window, pacing, retransmission.
  package var congestion = Float.nan

  package init() {}

  /// Not busy: the application had nothing to send.
  package var application: Float {
    isKnown ? max(0, 1 - receiverWindow - sendBuffer - congestion) : .nan
  }

  package var isKnown: Bool { !congestion.isNaN }
}

/// A socket went from one state to another.
package struct Transition: Sendable {
  package var time: MonotonicTime
  package var wallClock: Double
  package var from: SocketState
  package var to: SocketState
  /// Seconds spent in `from`; nil when its begin was not seen.
  package var duration: Double?
  /// The socket as it is now.
  package var record: SocketRecord
  /// Nil where nobody asked for them.
  package var gauges: SocketGauges?
  package var metric: SocketMetric
}

/// A socket that is gone.
package struct EndedSocket: Sendable {
  /// How its end became known, and what the counters say of it.
  package enum Cause: Hashable, Sendable {
    /// Orderly, after FIN both ways or by leaving TIME-WAIT.
    case closed
    /// By a reset, as far as the counters tell.
    case reset
    case timedOut
    /// Gone, with no sign how.
    case unknown
  }

  package var time: MonotonicTime
  package var wallClock: Double
  package var cause: Cause
  /// The last known values: the kernel's final counters where it announced the end.
  package var record: SocketRecord
  /// The same of what is told on demand; nil where nobody asked and nothing was announced.
  package var gauges: SocketGauges?
  package var metric: SocketMetric
  /// Seconds from the first sight to the end; nil when it was there before the first snapshot.
  package var lifetime: Double?
  /// No dump saw the socket: `lifetime` is an upper bound.
  package var lifetimeIsBound: Bool
  /// The state before the end, where it was seen.
  package var lastState: SocketState
  /// The byte counters are those of the very end; else those of the last sight, which may lack what
  /// came after it, or not known.
  package var hasFinalCounters = false
  /// The kernel's last word came without counters: this end reset the connection, or never had one.
  var wasForgotten = false
}

/// Sums over all sockets of a sample, those included that lived and died between two polls.
package struct TrafficTotals: Hashable, Sendable {
  /// Payload bytes per second; nil in the first sample.
  package var receiveRate: Double?
  package var sendRate: Double?
  /// Sockets per second.
  package var openRate: Double?
  package var closeRate: Double?
  /// Payload bytes since the first sample, over all sockets whether they still are or not.
  package var receivedBytes: UInt64 = 0
  package var sentBytes: UInt64 = 0
  /// Sockets opened and ended since the first sample.
  package var opened: UInt64 = 0
  package var ended: UInt64 = 0

  package init() {}
}
