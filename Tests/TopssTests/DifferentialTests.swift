import Foundation
import Synchronization
import TestSupport
import Testing

/// `topss --once` against the installed `ss`, in a namespace full of sockets.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct DifferentialTests {
  static let ss = "/usr/bin/ss"

  @Test func `every listing has the rows and the status of ss`() throws {
    let zoo = try SocketZoo()
    let comparison = try ListingComparison(zoo)
    let failures = Mutex<[String]>([])
    let lines = DifferentialCommands.rows
    #expect(lines.count >= 150)
    try #expect(Self.socketCount(in: zoo) >= 70)
    // Two at a time: the machine of CI has two cores.
    DispatchQueue.concurrentPerform(iterations: 2) { part in
      for line in stride(from: part, to: lines.count, by: 2).map({ lines[$0] }) {
        let difference = comparison.difference(of: DifferentialCommands.words(of: line))
        if !difference.isEmpty { failures.withLock { $0.append("\(line)\n\(difference)") } }
      }
    }
    let found = failures.withLock { $0 }
    #expect(found.isEmpty, "\(found.count) listings differ:\n\(found.joined(separator: "\n"))")
  }

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv"), "needs setpriv"))
  func `an ordinary user sees the rows that ss shows him`() throws {
    let zoo = try SocketZoo()
    let nobody = ["/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
    let comparison = try ListingComparison(zoo, wrapper: nobody)
    for line in DifferentialCommands.unprivileged {
      let difference = comparison.difference(of: DifferentialCommands.words(of: line))
      #expect(difference.isEmpty, "\(line)\n\(difference)")
    }
  }

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv"), "needs setpriv"))
  func `a socket that may not be destroyed is no failure of the program, as with ss`() throws {
    let zoo = try SocketZoo()
    let words = [
      "--reuid", "65534", "--regid", "65534", "--clear-groups",
    ]
    let filter = ["-K", "-ntH", "state", "established"]
    let topss = try TestEnvironment.product("topss")
    let theirs = try zoo.run("/usr/bin/setpriv", words + [Self.ss] + filter)
    let ours = try zoo.run("/usr/bin/setpriv", words + [topss] + filter)
    #expect(ours.status == theirs.status && ours.status == .exited(0))
    #expect(ours.output.isEmpty)
    #expect(ours.errorText.contains("not permitted"))
  }

  private static func socketCount(in zoo: SocketZoo) throws -> Int {
    let text = try zoo.run(ss, ["-HanO"]).outputText
    return text.split(separator: "\n").count
  }

  @Test func `every wrong command line has the status of ss and says why`() throws {
    let topss = try TestEnvironment.product("topss")
    #expect(DifferentialCommands.errors.count >= 60)
    for line in DifferentialCommands.errors {
      let words = DifferentialCommands.words(of: line)
      let theirs = try ProcessRunner.run(.init(path: Self.ss, arguments: words))
      let ours = try ProcessRunner.run(.init(path: topss, arguments: ["--once"] + words))
      #expect(ours.status == theirs.status, "\(line): \(ours.errorText)")
      #expect(!ours.error.isEmpty, "\(line) says nothing")
      #expect(ours.output.isEmpty, "\(line) prints \(ours.outputText)")
    }
  }

  @Test func `the superset accepts what ss refuses`() throws {
    let topss = try TestEnvironment.product("topss")
    for (line, meaning) in DifferentialCommands.superset {
      let words = DifferentialCommands.words(of: line)
      let theirs = try ProcessRunner.run(.init(path: Self.ss, arguments: words))
      let ours = try ProcessRunner.run(.init(path: topss, arguments: ["--once"] + words))
      #expect(theirs.status != .exited(0), "\(line) (\(meaning)) means something to ss")
      #expect(ours.status == .exited(0), "\(line) (\(meaning)): \(ours.errorText)")
    }
  }
}

/// Listings of both programs, taken one after the other.
struct ListingComparison: Sendable {
  private let network: NetworkNamespace
  private let zoo: Int
  private let topss: String
  private let version: SSVersion
  /// The words that run a program, such as another user's.
  private let wrapper: [String]

  init(_ zoo: SocketZoo, wrapper: [String] = []) throws {
    self.wrapper = wrapper
    network = zoo.network
    self.zoo = zoo.pid
    topss = try TestEnvironment.product("topss")
    let result = try ProcessRunner.run(.init(path: DifferentialTests.ss, arguments: ["-V"]))
    version = SSVersion(text: result.outputText)
  }

  /// What differs, as lines with - (ss only) and + (topss only); empty when nothing does.
  func difference(of words: [String]) -> String {
    var found = ""
    // A timer that fires between the two listings is not a difference: look again.
    for _ in 0..<3 {
      found = compared(words)
      if found.isEmpty { break }
    }
    return found
  }

  private func compared(_ words: [String]) -> String {
    do {
      let theirs = try run(DifferentialTests.ss, words)
      let ours = try run(topss, ["--once"] + words)
      return Self.difference(
        ListingText(theirs.outputText, by: .theirs, words: words, zoo: zoo, of: version),
        ListingText(ours.outputText, by: .ours, words: words, zoo: zoo, of: version),
        statuses: (theirs.status, ours.status))
    } catch {
      return "\(error)"
    }
  }

  private func run(_ path: String, _ words: [String]) throws -> ProcessRunner.Result {
    let line = wrapper + [path] + words
    var launch = ChildProcess.Launch(path: line[0], arguments: Array(line.dropFirst()))
    launch.network = network
    return try ProcessRunner.run(launch, seconds: 20)
  }

  private static func difference(
    _ theirs: ListingText, _ ours: ListingText,
    statuses: (ChildProcess.Status?, ChildProcess.Status?)
  ) -> String {
    var lines: [String] = []
    if statuses.0 != statuses.1 {
      lines.append("status \(String(describing: statuses.1)), ss \(String(describing: statuses.0))")
    }
    if theirs.header != ours.header {
      lines.append("header \(ours.header ?? "none"), ss \(theirs.header ?? "none")")
    }
    lines += ours.rows.difference(from: theirs.rows).map {
      switch $0 {
      case .insert(_, let row, _): "+ \(row)"
      case .remove(_, let row, _): "- \(row)"
      }
    }
    return lines.prefix(12).joined(separator: "\n")
  }
}
