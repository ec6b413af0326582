internal import LinuxHost
internal import SocketModel
internal import SocketMonitor
internal import TextSafety

/// What became of a socket that was to be destroyed, in words.
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
    case .aborted: ("aborted: its process was woken with an error; the port stays bound", true)
    case .stillThere: ("the kernel agreed, but the socket is still there", false)
    case .notFound: ("the socket had ended already", false)
    case .hiddenByGroup:
      ("not found: other sockets share its port, and the kernel looks at one of them only", false)
    case .notPermitted:
      ("not permitted: destroying sockets takes CAP_NET_ADMIN (run as root)", false)
    case .unsupported: ("this kernel cannot destroy such a socket", false)
    case .refused(let errno): ("the kernel refused with error \(errno)", false)
    case .failed: ("the kernel could not be asked", false)
    }
  }

  private static func done(_ record: SocketRecord) -> SafeText {
    switch record.state {
    case .listen: "the listener is closed"
    case .timeWait: "TIME-WAIT is over"
    case .established, .synSent, .synReceived, .finWait1, .finWait2, .close, .closeWait, .lastAck,
      .closing, .newSynReceived, .boundInactive, .unknown:
      record.kind == .tcp ? "the connection is reset" : "the socket is destroyed"
    }
  }
}
