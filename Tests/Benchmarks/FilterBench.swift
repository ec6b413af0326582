internal import SocketFilter
internal import SocketMetrics
internal import SocketModel
internal import TextSafety

/// Filters of about five terms over made-up sockets with owners, each as people would write it.
enum FilterBench {
  private static let filters = [
    "dport = :443 and sport > :20000 and src 10/8 and not dst 10.9.0.0/16 and state established",
    "( dport = :443 or sport > :30000 ) and not src 10.1.0.0/16 and state established and rtt > 1ms",
    "rtt > 1ms and retrans >= 0 and recvq >= 0 and cwnd > 5 and sendq < 1MB",
    "rtt > 1s or rx > 1GB or recvq > 1GB or retrans > 100 or lost > 100",
    "uid >= 1000 and inode > 0 and idle >= 0s and rx_bytes >= 0 and notsent >= 0",
    "age < 5s or tx > 1GB or busy > 1h or drops > 5 or mss > 9000",
    "proc = worker* and state established and rtt > 1us and sport > :1 and dport > :1",
    "proc = none or user = nobody or cc = vegas or pid = 1 or limit = rwnd",
    "user = root or unit = x.service or container = 12* or netns = blue or cgroup = /a/*",
    "cmd ~ python or proc ~ ^ng or user ~ ww or netid ~ udp or family ~ unix",
    "peer = *:9 or local ~ ^192 or uid = 5 or pid = 7 or timer = keepalive",
  ]

  /// Prints nanoseconds a row and the matches of each; of `texts` where there are any.
  static func run(count: Int, texts: [String]) -> Int32 {
    var sampler = Sampler()
    let samples = (0..<2).map { number in
      sampler.advance(
        to: SyntheticDump(count: count, round: number).snapshot(at: UInt64(number + 1))
      ) { _ in .gone }
    }
    let context = RowContext(
      snapshot: samples[1].snapshot, owners: owners(of: samples[1]), names: NoNames())
    for text in texts.isEmpty ? filters : texts {
      let reading = FilterContext(names: NoNames())
      guard
        case .parsed(let filter) = FilterParser(context: reading).parse(FilterText(typed: text))
      else { return 1 }
      let compiled = CompiledFilter(filter, context: reading)
      var matches = 0
      let nanoseconds = CPUTime.median(of: max(5, 1_000_000 / count)) {
        matches = compiled.indices(in: samples[1], context: context).count
      }
      let perRow = fixed(Double(nanoseconds) / Double(count), 1)
      print(pad(perRow, 7, right: true), pad("\(matches)", 7, right: true), "", text)
    }
    return 0
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
