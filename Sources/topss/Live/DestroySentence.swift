internal import LinuxHost
internal import SocketModel
internal import SocketMonitor
internal import TextSafety

/// What became of a socket that was to be destroyed, in words: by what the kernel answered, by
/// protocol and by state.
enum DestroySentence {
  static func answer(_ outcome: DestroyOutcome, for record: SocketRecord) -> DestroyAnswer {
    let (sentence, isDone) = words(outcome, record)
    return DestroyAnswer(record: record, sentence: sentence, isDone: isDone)
  }

  private static func words(
    _ outcome: DestroyOutcome, _ record: SocketRecord
  ) -> (SafeText, Bool) {
    switch outcome {
    case .destroyed: (done(record), true)
    case .aborted: (aborted(record), true)
    case .stillThere: ("the kernel agreed, but the socket is still there", false)
    case .notFound: ("the socket had ended already", false)
    case .hiddenByGroup:
      ("not found: other sockets share its port, and the kernel looks at one of them only", false)
    case .notPermitted:
      ("not permitted: destroying sockets takes CAP_NET_ADMIN (run as root)", false)
    case .unsupported: ("this kernel cannot destroy such a socket", false)
    case .refused(let errno): ("the kernel refused: \(Errno(rawValue: errno).text)", false)
    case .failed: ("the kernel could not be asked", false)
    }
  }

  private static func done(_ record: SocketRecord) -> SafeText {
    switch record.kind {
    case .tcp: closed(record.state)
    case .udp, .udpLite:
      "aborted: its process was woken with an error, and the socket has lost its port"
    case .raw: "aborted: its process was woken with an error; the socket stays open"
    case .sctp, .dccp, .mptcp, .unixStream, .unixDatagram, .unixSequenced, .packetRaw,
      .packetDatagram, .netlink, .vsockStream, .vsockDatagram, .tipcStream, .tipcDatagram,
      .tipcReliable, .tipcSequenced, .xdp:
      "the socket is destroyed"
    }
  }

  private static func closed(_ state: SocketState) -> SafeText {
    switch state {
    case .established, .closeWait: "the connection is reset"
    case .listen: "the listener is closed, and what waited to be accepted is reset"
    case .synSent: "connecting is given up"
    case .synReceived, .newSynReceived: "the half-open connection is dropped"
    case .finWait1, .finWait2, .lastAck, .closing: "the rest of the connection is dropped"
    case .timeWait: "TIME-WAIT is over"
    case .close, .boundInactive, .unknown: "the socket is closed"
    }
  }

  /// UDP is never closed by the kernel.
  private static func aborted(_ record: SocketRecord) -> SafeText {
    record.hasRemote
      ? """
      aborted: its process was woken with an error; the socket stays bound without its peer, and \
      anybody may send to it
      """
      : "aborted: its process was woken with an error; the port stays bound"
  }
}
