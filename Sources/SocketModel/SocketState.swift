package import TextSafety

/// The state of a socket, numbered as the kernel numbers TCP's states and `ss` uses for all families.
///
/// Kernel: `include/net/tcp_states.h`.
package enum SocketState: UInt8, CaseIterable, Sendable {
  case unknown = 0
  case established = 1
  case synSent = 2
  case synReceived = 3
  case finWait1 = 4
  case finWait2 = 5
  case timeWait = 6
  /// No connection: closed, or a datagram socket that is not connected.
  case close = 7
  case closeWait = 8
  case lastAck = 9
  case listen = 10
  case closing = 11
  /// A request socket of the kernel; never visible to users.
  case newSynReceived = 12
  /// Bound, not listening and not connected; since Linux 6.8.
  case boundInactive = 13

  /// The state with the kernel's number `value`; `.unknown` for one that we do not know.
  package init(kernel value: UInt8) { self = SocketState(rawValue: value) ?? .unknown }

  /// The spelling of `ss`: `ESTAB`, `TIME-WAIT`, `UNCONN`.
  package var title: SafeText {
    switch self {
    case .unknown: "UNKNOWN"
    case .established: "ESTAB"
    case .synSent: "SYN-SENT"
    case .synReceived, .newSynReceived: "SYN-RECV"
    case .finWait1: "FIN-WAIT-1"
    case .finWait2: "FIN-WAIT-2"
    case .timeWait: "TIME-WAIT"
    case .close, .boundInactive: "UNCONN"
    case .closeWait: "CLOSE-WAIT"
    case .lastAck: "LAST-ACK"
    case .listen: "LISTEN"
    case .closing: "CLOSING"
    }
  }

  /// The state as a set of one.
  package var set: StateSet { StateSet(rawValue: 1 << UInt32(rawValue)) }
}

/// A set of socket states; bit N stands for the state with the kernel's number N.
///
/// The groups are those of `ss` 6.8 and later.
package struct StateSet: OptionSet, Hashable, Sendable {
  package let rawValue: UInt32
  @inlinable package init(rawValue: UInt32) { self.rawValue = rawValue }

  @inlinable package static var all: StateSet { StateSet(rawValue: 0x3fff) }
  /// `all` without the state that `ss` before 6.8 does not know.
  package static let allButBound = all.subtracting(SocketState.boundInactive.set)
  package static let bucket: StateSet = [SocketState.synReceived.set, SocketState.timeWait.set]
  package static let listening: StateSet = [SocketState.listen.set, SocketState.close.set]
  package static let connected = all.subtracting(listening)
  package static let synchronized = connected.subtracting(SocketState.synSent.set)
  package static let big = all.subtracting(bucket)
  /// What `ss` shows when no state is asked for: neither listening, closed nor bucket states.
  package static let standard = connected.subtracting(bucket)

  /// Whether `state` is in the set.
  @inlinable package func contains(_ state: SocketState) -> Bool {
    rawValue >> UInt32(state.rawValue) & 1 != 0
  }
}
