import Foundation
import TestSupport
import Testing

/// What samples for other programs hold: a key for everything that `ss` prints, and ends and
/// transitions that the options select.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct SampleSelectionTests {
  static let everything = ["-anieomb", "--tos", "--inet-sockopt"]

  /// Tokens of `ss` whose key has another name, or which several keys tell.
  static let renamed: [String: String] = [
    "ino": "inode", "sk": "cookie", "fwmark": "mark", "wscale": "snd_wscale", "rtt": "rtt",
    "retrans": "retrans", "minrtt": "min_rtt", "snd_wnd": "snd_wnd", "lastsnd": "last_snd",
    "lastrcv": "last_rcv", "bw": "bbr_bw", "mrtt": "bbr_mrtt", "pacing_gain": "bbr_pacing_gain",
    "cwnd_gain": "bbr_cwnd_gain", "bbr": "bbr_bw", "skmem": "skmem_f", "timer": "timer",
    "ver": "packet_ver", "cpy_thresh": "packet_cpy_thresh", "ring_rx": "ring_rx_blk_size",
    "blk_size": "ring_rx_blk_size", "blk_nr": "ring_rx_blk_nr", "frm_size": "ring_rx_frm_size",
    "frm_nr": "ring_rx_frm_nr", "tmo": "ring_rx_tmo", "features": "ring_rx_features",
    "fanout": "fanout_id", "id": "fanout_id", "type": "fanout_type", "dev": "vfs_dev",
    "peers": "pending_peers", "groups": "groups", "inet-sockopt": "sockopt_recverr",
    "flags": "subflow_flags", "token": "subflow_token_loc", "seq": "subflow_seq",
    "sfseq": "subflow_sfseq", "ssnoff": "subflow_ssnoff", "maplen": "subflow_maplen",
    "subflows": "mptcp_subflows", "subflows_max": "mptcp_subflows_max",
    "write_seq": "mptcp_write_seq", "snd_una": "mptcp_snd_una", "rcv_nxt": "mptcp_rcv_nxt",
    "add_addr_signal_max": "mptcp_add_addr_signal_max",
    "add_addr_accepted_max": "mptcp_add_addr_accepted_max",
    "add_addr_accepted": "mptcp_add_addr_accepted", "cb": "inode", "tcp-ulp-mptcp": "ulp",
  ]

  @Test func `everything that ss prints has a key`() throws {
    let zoo = try SocketZoo()
    let topss = try TestEnvironment.product("topss")
    let result = try zoo.run(topss, ["--once", "--json"] + Self.everything)
    #expect(result.status == .exited(0), "\(result.errorText)")
    let object = try JSONSerialization.jsonObject(with: Data(result.outputText.utf8))
    let sample = try #require(object as? [String: Any])
    let sockets = try #require(sample["sockets"] as? [[String: Any]])
    let keys = Set(try #require(sockets.first).keys)
    // A key that stands twice would be lost by the reader.
    let first = result.outputText.components(separatedBy: "\"owners\"")[0]
    let spelled = first.components(separatedBy: "\"sockets\":[").last ?? ""
    let names = spelled.matches(of: #/"(\w+)":/#).map { String($0.1) }
    #expect(names.count == Set(names).count)
    let text = try zoo.run(DifferentialTests.ss, ["-HO"] + Self.everything).outputText
    let tokens = Set(text.matches(of: #/[ (,]([a-z][\w-]*):[^:]/#).map { String($0.1) })
    for token in tokens.subtracting(["rtnl", "genl", "uevent", "tcpdiag"]) {
      let key = Self.renamed[token] ?? token
      #expect(keys.contains(key), "\(token): no key \(key)")
    }
    #expect(tokens.count > 40, "\(tokens)")
  }

  @Test func `values are base units and those of the listing`() throws {
    let zoo = try SocketZoo()
    let topss = try TestEnvironment.product("topss")
    let words = ["-tnie", "sport", "=", ":443", "and", "state", "established"]
    let result = try zoo.run(topss, ["--once", "--json"] + words)
    let object = try JSONSerialization.jsonObject(with: Data(result.outputText.utf8))
    let sockets = try #require((object as? [String: Any])?["sockets"] as? [[String: Any]])
    #expect(sockets.count == 3)
    let text = try zoo.run(topss, ["--once", "-HO"] + words).outputText
    for socket in sockets {
      let port = try #require(socket["dport"] as? Int)
      let row = try #require(text.split(separator: "\n").first { $0.contains(":\(port) ") })
      let mtu = try #require(socket["pmtu"] as? Int)
      #expect(row.contains(" pmtu:\(mtu) "))
      let received = try #require(socket["bytes_received"] as? Int)
      #expect(received == 5)
      #expect(row.contains(" bytes_received:5 "))
      #expect(socket["sack"] as? Bool == true)
      #expect(socket["shut_rd"] as? Bool == false)
    }
  }

  @Test func `CSV has the same columns in every line`() throws {
    let zoo = try SocketZoo()
    let topss = try TestEnvironment.product("topss")
    let text = try zoo.run(topss, ["--once", "--csv", "-tanie", "src", "127.0.0.2"]).outputText
    let counts = Set(
      text.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).count
      })
    #expect(counts.count == 1, "\(counts)")
    #expect(text.hasPrefix("netid,"))
    #expect(text.contains(",pmtu,"))
  }

  @Test func `ends that no dump saw are told whatever the states shown`() throws {
    let network = try NetworkNamespace()
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"),
      arguments: [
        "--batch", "--json", "--interval", "0.5", "--count", "8", "-tn", "dport", "=", ":9000",
      ])
    launch.network = network
    launch.outputPath = nil
    let terminal = try PseudoTerminal(launch, rows: 24, columns: 4000)
    #expect(terminal.waitFor("interval\":null", seconds: 30))
    let python = """
      import socket, time
      l = socket.socket(); l.bind(('127.0.0.1', 9000)); l.listen()
      for _ in range(40):
        c = socket.create_connection(('127.0.0.1', 9000)); a = l.accept()[0]
        c.send(b'x' * 100); a.recv(200)
        c.close(); a.close(); time.sleep(0.02)
      """
    var client = ChildProcess.Launch(path: "/usr/bin/python3", arguments: ["-c", python])
    client.network = network
    let end = try ProcessRunner.run(client).status
    #expect(end == .exited(0))
    #expect(terminal.wait(seconds: 60) == .exited(0))
    let output = String(decoding: terminal.output, as: UTF8.self)
    let ends = output.split(separator: "\n").reduce(into: 0) { count, line in
      guard let range = line.range(of: "\"ended\":[") else { return }
      count += line[range.upperBound...].components(separatedBy: "\"how\":").count - 1
    }
    #expect(ends >= 30, "\(ends) of 40 ends")
  }
}
