import Foundation
import SocketFilter
import SocketModel
import TestSupport
import Testing
import TextSafety

/// The matcher against the installed `ss`, on real sockets of a namespace of their own.
@Suite(
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct FilterDifferentialTests {
  @Test func `ss and the matcher choose the same sockets`() throws {
    let network = try NetworkNamespace()
    let folder = try TestEnvironment.makeDirectory()
    defer { TestEnvironment.removeDirectory(folder) }
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("socket-zoo"), arguments: [folder])
    launch.network = network
    let keeper = try PseudoTerminal(launch, rows: 24, columns: 80)
    defer { keeper.hangUp() }
    try #require(keeper.waitFor("READY"))
    let listing = try Self.rows(["-Htuan"], in: network)
    let sockets = listing.compactMap { row in SSRow.record(row).map { (row, $0) } }
    try #require(sockets.count == listing.count && sockets.count > 10)
    var random = RandomFilters(seed: 6)
    for _ in 0..<300 {
      let text = random.filter()
      guard !text.contains("http"), !text.contains("fwmark") else { continue }
      let matcher = compiled(try #require(parsed(text)))
      let ours = sockets.filter { matcher.matches($0.1, names: []) }.map(\.0)
      let theirs = try Self.rows(["-Htuan", text], in: network)
      let difference = theirs.sorted().difference(from: ours.sorted())
      #expect(difference.isEmpty, "\(text): \(difference)")
    }
  }

  private static func rows(_ words: [String], in network: NetworkNamespace) throws -> [String] {
    var launch = ChildProcess.Launch(path: "/usr/bin/ss", arguments: words)
    launch.network = network
    let result = try ProcessRunner.run(launch)
    #expect(result.status == .exited(0), "\(words) \(result.errorText)")
    return result.outputText.split(separator: "\n").map(fold)
  }

  /// Widths of columns depend on what else is listed.
  private static func fold(_ row: Substring) -> String {
    row.split(separator: " ").joined(separator: " ")
  }
}

/// A row of `ss -Htuan` as a record.
enum SSRow {
  static func record(_ row: String) -> SocketRecord? {
    let words = row.split(separator: " ").map(String.init)
    guard words.count >= 6 else { return nil }
    var record = SocketRecord()
    record.kind = words[0] == "tcp" ? .tcp : .udp
    record.cookie = 1
    guard let state = SocketState.allCases.first(where: { $0.title.string == words[1] }),
      let local = end(words[4]), let remote = end(words[5])
    else { return nil }
    record.state = state
    record.family = local.family
    (record.localAddress, record.localPort) = (local.bits, local.port)
    (record.remoteAddress, record.remotePort) = (remote.bits, remote.port)
    return record
  }

  private static func end(
    _ text: String
  ) -> (family: AddressFamily, bits: AddressBits, port: UInt32)? {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let port = UInt32(text[text.index(after: colon)...]) ?? 0
    let address = text[..<colon].split(separator: "%")[0]
    if address == "*" { return (.inet6, .zero, port) }
    let pattern = parsed("src \(address):1")?.expression?.terms.first?.condition
    guard case .endpoint(let endpoint)? = pattern,
      case .pattern(let host)? = endpoint.operands.first,
      let prefix = host.addresses.first
    else { return nil }
    return (prefix.family, prefix.bits, port)
  }
}
