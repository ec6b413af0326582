internal import SockDiag
package import SocketModel

/// What the kernel says when it is asked for one socket by its addresses and cookie.
package enum ExactAnswer: Sendable {
  /// The socket lives; its record is fresh.
  case found(SocketRecord)
  /// There is no such socket any more.
  case gone
  /// The kernel cannot answer for this socket: it asks only one of a group that shares a port,
  /// knows no such request for the table, or did not answer. The socket may live.
  case unreliable
}

/// What became of a request to destroy a socket; the effect is verified by asking again.
package enum DestroyOutcome: Hashable, Sendable {
  /// The socket is in the kernel's tables no more. A UDP socket whose port the kernel chose ends
  /// here: its owner keeps a socket without a port.
  case destroyed
  /// A UDP socket: what its owner waited for was aborted, its peer is forgotten, and it stays bound:
  /// a connected one takes datagrams from anybody now.
  case aborted
  /// The kernel agreed, but the socket is still there.
  case stillThere
  /// There was no such socket any more.
  case notFound
  /// The kernel looks at one socket only of a group that shares a port, and found another.
  case hiddenByGroup
  /// It takes `CAP_NET_ADMIN`.
  case notPermitted
  /// This kernel, or this kind of socket, knows no way.
  case unsupported
  /// The kernel refused with this errno (positive).
  case refused(Int32)
  /// The kernel could not be asked, or did not answer.
  case failed(DiagError)
}

extension SocketRecord {
  /// Whether "not found" proves that the socket is gone.
  ///
  /// TCP connections are looked up by all their addresses, and unix sockets by inode. Of listeners
  /// and datagram sockets that share a port the kernel sees one only.
  var isFoundExactly: Bool {
    switch kind {
    case .tcp, .dccp, .sctp:
      switch state {
      case .listen, .close, .boundInactive, .unknown: false
      case .established, .synSent, .synReceived, .finWait1, .finWait2, .timeWait, .closeWait,
        .lastAck, .closing, .newSynReceived:
        true
      }
    case .unixStream, .unixDatagram, .unixSequenced: true
    case .udp, .udpLite, .raw, .mptcp, .packetRaw, .packetDatagram, .netlink, .vsockStream,
      .vsockDatagram, .tipcStream, .tipcDatagram, .tipcReliable, .tipcSequenced, .xdp:
      false
    }
  }

  /// Whether the socket is one that destroying leaves bound.
  var isDatagram: Bool { kind == .udp || kind == .udpLite }

  /// Whether the kernel answers for one socket of this kind. MPTCP's request wants a token that no
  /// reply tells.
  var hasExactRequest: Bool { cookie != 0 && kind != .mptcp }

  /// How a reply about this socket is read; nil for tables without exact requests.
  var exactTable: ReplyTable? {
    if family == .unix { return .unix }
    return kind.isInternet ? .internet(kind) : nil
  }
}
