package import SocketModel
package import TextSafety

/// The dialog that destroys sockets; what it hits is fixed when it opens.
package struct DestroyDialog: Sendable {
  package enum Stage: Sendable {
    /// Asked since this instant; an answer within `SignalDialog.deafness` is not meant.
    case asking(since: MonotonicTime)
    case working
  }

  package internal(set) var stage: Stage
  package internal(set) var records: [SocketRecord]
  /// One line per socket: what it is and whose.
  package internal(set) var lines: [SafeText]
  /// Sockets that were meant but cannot be destroyed, by reason.
  package internal(set) var refused: [(reason: SafeText, count: Int)]
}

/// What destroying does to a socket, in words.
enum DestroyWording {
  /// Why a socket is not offered; nil when it is.
  static func refusal(_ record: SocketRecord) -> SafeText? {
    guard record.cookie != 0 else { return "the kernel told no cookie: it cannot be named safely" }
    switch record.kind {
    case .tcp, .udp, .udpLite, .raw, .dccp: break
    case .mptcp: return "an MPTCP connection cannot be destroyed; its subflows can"
    case .sctp: return "the kernel cannot destroy SCTP sockets"
    case .unixStream, .unixDatagram, .unixSequenced:
      return "the kernel cannot destroy unix sockets; signal the process"
    case .packetRaw, .packetDatagram:
      return "the kernel cannot destroy packet sockets; signal the process"
    case .netlink: return "the kernel cannot destroy netlink sockets; signal the process"
    case .vsockStream, .vsockDatagram, .tipcStream, .tipcDatagram, .tipcReliable,
      .tipcSequenced, .xdp:
      return "the kernel cannot destroy sockets of this family; signal the process"
    }
    return nil
  }

  /// What happens to a socket of this protocol and state.
  static func effect(on record: SocketRecord) -> SafeText {
    switch record.kind {
    case .udp, .udpLite:
      return record.hasRemote
        ? "UDP stays bound: waiting calls fail, the peer is forgotten, anybody may send to it then."
        : "UDP stays bound: waiting calls of its process fail, then it goes on receiving."
    case .tcp, .dccp: break
    case .raw, .sctp, .mptcp, .unixStream, .unixDatagram, .unixSequenced, .packetRaw,
      .packetDatagram, .netlink, .vsockStream, .vsockDatagram, .tipcStream, .tipcDatagram,
      .tipcReliable, .tipcSequenced, .xdp:
      return "Waiting calls of its process fail."
    }
    switch record.state {
    case .listen:
      return "Stops listening, drops every connection that waits to be accepted."
    case .timeWait: return "Leaves TIME-WAIT at once: the port is free again."
    case .synSent: return "Gives up connecting; the process gets an error."
    case .close, .boundInactive, .unknown: return "The process gets an error."
    case .established, .synReceived, .newSynReceived, .finWait1, .finWait2, .closeWait, .lastAck,
      .closing:
      return "Resets the connection: the peer gets RST, the process gets an error."
    }
  }
}
