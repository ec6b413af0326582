internal import LinuxHost
internal import SocketModel
internal import TextSafety

/// What the running kernel tells of sockets, found by asking it once.
struct KernelFeatures {
  let release: SafeText
  /// Why there is no sock_diag at all; nil where there is.
  let failure: SafeText?
  /// What the destroy groups answered; nil when the ends of sockets are heard.
  let deafness: SafeText?
  private let snapshot: Snapshot

  /// Asks the kernel.
  init() {
    release = Surroundings.kernelRelease.map { SafeText($0) } ?? "not known"
    let collector = SocketCollector(paths: ProcNetPaths(environment: Environment.value))
    snapshot = collector.collect(CollectionPlan(tables: .all))
    failure = collector.openError?.sentence
    deafness = DestroyListener(policy: .always).error?.sentence
  }

  /// How the table of a kind could be read; nil when the environment names a file for it that is
  /// not to be read.
  func coverage(of table: DiagTable) -> TableCoverage? {
    SocketKind.allCases.first { table.kinds.contains($0) }.flatMap { snapshot.coverage[$0] }
  }

  /// Sockets of a table.
  func count(of table: DiagTable) -> Int {
    snapshot.records.count { table.kinds.contains($0.kind) }
  }

  /// The groups of TCP counters that this kernel has; nil without a TCP socket to tell by.
  var counters: [(name: SafeText, isThere: Bool)]? {
    let known = snapshot.records.filter { $0.kind == .tcp }
      .reduce(into: KnownFields()) { $0.formUnion($1.known) }
    guard known.contains(.tcpInfo) else { return nil }
    return Self.groups.map { (name: $0.name, isThere: known.contains($0.fields)) }
  }

  private static let groups: [(name: SafeText, fields: KnownFields)] = [
    ("bytes-received", .bytesAcked), ("bytes-sent", .bytesSent), ("min-rtt", .minimumRTT),
    ("delivery-rate", .deliveryRate), ("limits", .limits),
  ]

  /// A few lines for `--version`.
  var text: SafeText {
    var text: SafeText = "kernel: \(release)\n"
    append("sock_diag", to: &text) { $0.isDiagnosed }
    append("/proc/net", to: &text) { $0 == .fallback }
    append("not there", to: &text) { $0.isMissing }
    append("tcp", counters.map { $0.filter(\.isThere).map(\.name) } ?? [], to: &text)
    text.append("ends of sockets: \(deafness ?? "heard")\n" as SafeText)
    return text
  }

  private func append(
    _ label: SafeText, to text: inout SafeText, where isWanted: (TableCoverage) -> Bool
  ) {
    let tables = DiagTable.allCases.filter { coverage(of: $0).map(isWanted) ?? false }
    append(label, tables.map(\.title), to: &text)
  }

  private func append(_ label: SafeText, _ words: [SafeText], to text: inout SafeText) {
    guard !words.isEmpty else { return }
    text.append("\(label):" as SafeText)
    for word in words { text.append(" \(word)" as SafeText) }
    text.append("\n")
  }
}

extension TableCoverage {
  fileprivate var isDiagnosed: Bool {
    switch self {
    case .complete, .incomplete: true
    case .fallback, .unavailable: false
    }
  }

  fileprivate var isMissing: Bool {
    switch self {
    case .unavailable: true
    case .complete, .incomplete, .fallback: false
    }
  }
}

extension DiagTable {
  /// As `-A` calls it.
  var title: SafeText {
    switch self {
    case .netlink: "netlink"
    case .packet: "packet"
    case .unix: "unix"
    case .raw: "raw"
    case .udp: "udp"
    case .udpLite: "udplite"
    case .tcp: "tcp"
    case .dccp: "dccp"
    case .sctp: "sctp"
    case .vsock: "vsock"
    case .tipc: "tipc"
    case .xdp: "xdp"
    case .mptcp: "mptcp"
    }
  }
}
