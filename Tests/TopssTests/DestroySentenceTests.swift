import LinuxHost
import SocketModel
import SocketMonitor
import Testing
import TextSafety

@testable import topss

@Suite struct DestroySentenceTests {
  private static func sentence(
    _ outcome: DestroyOutcome, _ kind: SocketKind = .tcp, _ state: SocketState = .established,
    peer: UInt32 = 443
  ) -> String {
    var record = SocketRecord()
    record.kind = kind
    record.state = state
    record.remotePort = peer
    return DestroySentence.answer(outcome, for: record).sentence.string
  }

  @Test(arguments: [
    (SocketState.established, "reset"), (.closeWait, "reset"), (.listen, "listener"),
    (.synSent, "given up"), (.synReceived, "half-open"), (.newSynReceived, "half-open"),
    (.finWait1, "the rest"), (.finWait2, "the rest"), (.lastAck, "the rest"),
    (.closing, "the rest"), (.timeWait, "TIME-WAIT"), (.close, "socket is closed"),
    (.boundInactive, "socket is closed"), (.unknown, "socket is closed"),
  ])
  func `what the end of a TCP socket means depends on its state`(
    state: SocketState, words: String
  ) {
    #expect(Self.sentence(.destroyed, .tcp, state).contains(words))
  }

  @Test func `what cannot be closed is never called closed or destroyed`() {
    for kind in [SocketKind.udp, .udpLite, .raw] {
      #expect(Self.sentence(.destroyed, kind).hasPrefix("aborted: "))
    }
    for peer in [0, 443] as [UInt32] {
      #expect(Self.sentence(.aborted, .udp, .close, peer: peer).hasPrefix("aborted: "))
    }
    #expect(Self.sentence(.aborted, .udp, .established).contains("anybody may send to it"))
    #expect(Self.sentence(.aborted, .udp, .close, peer: 0).hasSuffix("the port stays bound"))
    #expect(Self.sentence(.destroyed, .sctp) == "the socket is destroyed")
  }

  static let failures: [DestroyOutcome] = [
    .stillThere, .notFound, .hiddenByGroup, .notPermitted, .unsupported, .refused(5),
    .failed(.timedOut),
  ]

  @Test func `only what was done counts as done, and every failure has its own reason`() {
    let record = SocketRecord()
    for outcome in [DestroyOutcome.destroyed, .aborted] {
      #expect(DestroySentence.answer(outcome, for: record).isDone)
    }
    let answers = Self.failures.map { DestroySentence.answer($0, for: record) }
    #expect(answers.allSatisfy { !$0.isDone })
    #expect(Set(answers.map(\.sentence)).count == Self.failures.count)
    #expect(Self.sentence(.refused(5)).contains("Input/output error"))
    #expect(Self.sentence(.notPermitted).contains("CAP_NET_ADMIN"))
  }
}
