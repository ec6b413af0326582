internal import SocketFilter
internal import SocketMetrics
internal import SocketModel
internal import TextSafety

/// Filters of about five terms, each kind of question once, as people would write them: over made-up
/// sockets with owners.
enum FilterBench {
  private static let filters: [FieldBench.Kind: [String]] = [
    .internet: [
      "dport = :443 and sport > :20000 and src 10/8 and not dst 10.9.0.0/16 and state established",
      "( dport = :443 or sport > :30000 ) and not src 10.1.0.0/16 and state established and rtt > 1ms",
      "rtt > 1ms and retrans >= 0 and recvq >= 0 and cwnd > 5 and sendq < 1MB",
      "rtt > 1s or rx > 1GB or recvq > 1GB or retrans > 100 or lost > 100",
      "uid >= 1000 and inode > 0 and idle >= 0s and rx_bytes >= 0 and notsent >= 0",
      "age < 5s or tx > 1GB or busy > 1h or drops > 5 or mss > 9000",
      "rto > 1h or rmem > 1GB or pacing_rate > 1TB or segs_in > 99999999 or rtt > 1h",
      "proc = worker* and state established and rtt > 1us and sport > :1 and dport > :1",
      "proc = none or user = nobody or cc = vegas or pid = 1 or limit = rwnd",
      "user = root or unit = x.service or container = 12* or netns = blue or cgroup = /a/*",
      "cmd ~ python or proc ~ ^ng or user ~ ww or netid ~ udp or family ~ unix",
      "peer = *:9 or local ~ ^192 or uid = 5 or pid = 7 or timer = keepalive",
      "peer ~ 9.9.9 or local ~ 8.8 or fd > 900 or mark = 7 or drops > 5",
    ],
    .pairs: ["peer_proc = none or peer_pid = 1 or proc = none or dport = :1 or rtt > 1h"],
    .unix: [
      "local = /run/x* or local ~ dbus$ or proc = none or recvq > 1GB or inode = 5",
      "peer = /run/x* or peer_proc = none or proc = none or recvq > 1GB or inode = 5",
    ],
  ]

  /// Prints nanoseconds a row and the matches of each; of `texts` where there are any.
  static func run(count: Int, texts: [String]) -> Int32 {
    guard texts.isEmpty else { return run(.internet, count: count, texts) }
    for kind in FieldBench.Kind.allCases {
      let status = run(kind, count: count, filters[kind] ?? [])
      guard status == 0 else { return status }
    }
    return 0
  }

  private static func run(_ kind: FieldBench.Kind, count: Int, _ texts: [String]) -> Int32 {
    let bench = FieldBench(kind, count: count)
    for text in texts {
      guard let filter = FieldBench.compiled(text) else { return 1 }
      var matches = 0
      let nanoseconds = CPUTime.median(of: max(5, 1_000_000 / count)) {
        matches = filter.indices(in: bench.samples[1], context: bench.contexts[1]).count
      }
      report(nanoseconds, count, "\(matches)", kind, text)
    }
    guard kind != .internet else { return 0 }
    let nanoseconds = CPUTime.median(of: 5) { _ = OtherEndFinder(bench.samples[1]) }
    report(nanoseconds, count, "", kind, "(finding all other ends, once a sample)")
    return 0
  }

  private static func report(
    _ nanoseconds: UInt64, _ count: Int, _ matches: String, _ kind: FieldBench.Kind, _ text: String
  ) {
    let perRow = fixed(Double(nanoseconds) / Double(count), 1)
    print(
      pad(perRow, 7, right: true), pad(matches, 7, right: true), "", pad(kind.rawValue, 8), text)
  }

  /// Three hundred processes, each in a control group of its own.
  static func owners(of sample: Sample) -> OwnerTable {
    var table = OwnerTable()
    for record in sample.snapshot.records where record.inode != 0 {
      let pid = Int32(1000 + record.inode % 300)
      table.byInode[record.inode] = [
        SocketOwner(pid: pid, descriptor: 5, command: RawText(utf8: "worker-\(pid)"))
      ]
      guard table.groups[pid] == nil else { continue }
      table.groups[pid] = CgroupPath(RawText(utf8: "/system.slice/worker-\(pid).service"))
    }
    return table
  }
}
