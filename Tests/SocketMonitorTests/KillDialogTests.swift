import SocketMetrics
import SocketModel
import TerminalUI
import Testing
import TextSafety

@testable import SocketMonitor

/// What the dialogs that end something say and take for an answer.
struct KillDialogTests {
  /// Somebody who is asked whether to signal, or to destroy, what the cursor is on.
  private static func asked(toDestroy: Bool) -> Person {
    var person = Person()
    person.press(.home)
    if toDestroy {
      person.press(.character("x"))
    } else {
      person.press(.function(9))
      person.answerPins()
      person.press(.enter)
    }
    return person
  }

  private static func hasSent(_ person: Person) -> Bool {
    person.effects.contains { effect in
      switch effect {
      case .signal, .destroy: true
      default: false
      }
    }
  }

  @Test(arguments: [false, true])
  func `keys that are read together answer nothing, however long the silence before`(
    toDestroy: Bool
  ) {
    var person = Self.asked(toDestroy: toDestroy)
    person.inputTogether([.character("y"), .enter, .character("y")], after: 5)
    #expect(!Self.hasSent(person))
    person.press(.character("y"))
    #expect(Self.hasSent(person), "the question still stands")
  }

  /// What was signalled, after the dialog was confirmed.
  private static func targets(of person: Person) throws -> [ProcessTarget] {
    guard case .signal(let targets, number: 15)? = person.effects.last else {
      Issue.record("nothing was signalled")
      return []
    }
    return targets
  }

  @Test func `who was signalled is told, four by name`() throws {
    var person = Self.asked(toDestroy: false)
    person.press(.character("y"))
    let target = try #require(try Self.targets(of: person).first)
    // While the signal is on its way no key does anything.
    let before = person.effects.count
    person.press(.escape, .character("y"), .enter)
    #expect(person.effects.count == before)
    let answers = (0..<6).map { number in
      SignalAnswer(
        target: ProcessTarget(
          pid: 100 + number, startTime: 1, command: target.command, inode: target.inode),
        failure: nil)
    }
    person.apply(.finished(.signalled(answers)))
    #expect(person.text.contains("sent TERM to "))
    #expect(person.text.contains("[103] and 2 more") && !person.text.contains("[104]"))
    // An answer that comes when nobody waits for it only lets go of the processes.
    person.forgetEffects()
    person.apply(.finished(.signalled(answers)))
    #expect(person.effects.count == 1)
  }

  @Test func `who may not be signalled stands there with the reason, and is not`() throws {
    var person = Person()
    person.press(.home)
    person.press(.function(9))
    guard case .pin(let targets)? = person.effects.last else {
      Issue.record("nobody was looked at")
      return
    }
    let answers = targets.map {
      PinAnswer(target: $0, refusal: "runs another program", user: nil, socketCount: nil)
    }
    person.apply(.finished(.pinned(answers)))
    #expect(person.text.contains("runs another program"), "\(person.text)")
    person.press(.enter, .character("y"))
    #expect(!Self.hasSent(person))
  }

  @Test func `why a process was not signalled is told with its name`() throws {
    var person = Self.asked(toDestroy: false)
    person.press(.character("y"))
    let target = try #require(try Self.targets(of: person).first)
    person.apply(.finished(.signalled([SignalAnswer(target: target, failure: "it moved")])))
    #expect(person.text.contains("[\(target.pid)]: it moved"), "\(person.text)")
  }

  @Test func `why nobody can be signalled is told`() throws {
    var person = Person()
    person.press(.home)
    let inode = try #require(person.state.selectedRow?.record.inode)
    let ended = SocketOwner(
      pid: 5, descriptor: 3, command: RawText(utf8: "gone"), hasEnded: true)
    for (owners, words) in [
      (OwnerTable(), "not known yet"), (OwnerTable(searched: [inode]), "no process owns"),
      (OwnerTable(searched: [inode], unreadableProcesses: 1), "may not be read"),
      (OwnerTable(byInode: [inode: [ended]]), "has ended"),
    ] {
      person.apply(.owners(owners))
      person.press(.function(9))
      #expect(person.text.contains(words), "\(person.text)")
    }
    person.press(.character(" "), .character(" "), .function(9))
    #expect(person.text.contains("no owner of these sockets is known"), "\(person.text)")
    #expect(!person.effects.contains { if case .pin = $0 { true } else { false } })
  }

  @Test func `only sockets that the kernel destroys are offered`() {
    let destroyed: Set<SocketKind> = [.tcp, .udp, .udpLite, .raw, .dccp]
    var record = SocketRecord()
    for kind in SocketKind.allCases {
      record.kind = kind
      record.cookie = 7
      #expect((DestroyWording.refusal(record) == nil) == destroyed.contains(kind), "\(kind)")
      record.cookie = 0
      #expect(DestroyWording.refusal(record) != nil, "without a cookie: \(kind)")
    }
  }

  @Test func `nothing is called a reset that is none`() {
    var record = SocketRecord()
    for kind in SocketKind.allCases {
      for state in SocketState.allCases {
        (record.kind, record.state) = (kind, state)
        let says = DestroyWording.effect(on: record).string.contains("RST")
        let open: Set<SocketState> = [
          .established, .synReceived, .newSynReceived, .finWait1, .finWait2, .closeWait, .lastAck,
          .closing,
        ]
        #expect(says == ((kind == .tcp || kind == .dccp) && open.contains(state)))
      }
    }
  }

  @Test func `what cannot be destroyed is refused alone, and left out and counted among others`() {
    var host = SampleFixture.webServer()
    host.change("download") { $0.kind = .sctp }
    host.change("upload") { $0.kind = .sctp }
    var person = Person(host: host)
    person.press(.character("/"))
    person.type("dst 203.0.113.0/24 or dst 198.51.100.7")
    person.press(.enter, .home, .character(" "), .character(" "), .character(" "))
    #expect(person.text.contains("3 tagged"), "\(person.text)")
    person.press(.character("x"))
    #expect(person.text.contains("Destroy this socket?"), "\(person.text)")
    #expect(person.text.contains("2 left out: the kernel cannot destroy SCTP"), "\(person.text)")
    person.press(.escape, .character("U"), .escape, .character("/"))
    person.press(.control("u"))
    person.type("dst 203.0.113.0/24")
    person.press(.enter, .home, .character("x"))
    #expect(person.text.contains("the kernel cannot destroy SCTP sockets"), "\(person.text)")
    #expect(!Self.hasSent(person))
  }

  @Test func `what became of several sockets is told in one sentence`() {
    var person = Person()
    person.press(.home, .character(" "), .character(" "), .character("x"), .character("y"))
    guard case .destroy(let records)? = person.effects.last, records.count == 2 else {
      Issue.record("not two sockets were to be destroyed")
      return
    }
    let answers = records.map { DestroyAnswer(record: $0, sentence: "reset", isDone: true) }
    person.apply(.finished(.destroyed(answers)))
    #expect(person.text.contains("2 sockets destroyed"), "\(person.text)")
    let failed = DestroyAnswer(record: records[1], sentence: "the kernel refused", isDone: false)
    person.apply(.finished(.destroyed([answers[0], failed])))
    #expect(person.text.contains("1 of 2 destroyed; the kernel refused"), "\(person.text)")
  }
}
