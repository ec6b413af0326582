internal import Glibc
internal import LinuxHost
internal import SockDiag
internal import SocketModel
internal import TextSafety

/// `--diagnose`: what this kernel and this user's privileges let the program see, for bug reports.
enum DiagnoseMode {
  static func run() throws {
    var text: SafeText = "topss \(ProgramVersion.number)\n"
    text.append("kernel: \(release)\n" as SafeText)
    appendTables(to: &text)
    appendEvents(to: &text)
    appendPrivileges(to: &text)
    appendSurroundings(to: &text)
    try StandardOutput.write(text)
  }

  private static func appendTables(to text: inout SafeText) {
    let paths = ProcNetPaths(environment: Environment.value)
    let collector = SocketCollector(paths: paths)
    let snapshot = collector.collect(CollectionPlan(tables: .all))
    if let error = collector.openError { text.append("sock_diag: \(error.sentence)\n" as SafeText) }
    var counts: [SocketKind: Int] = [:]
    for record in snapshot.records { counts[record.kind, default: 0] += 1 }
    text.append("tables:\n")
    for kind in SocketKind.allCases {
      text.append("  ")
      text.append(kind.title, paddedTo: 6, .left)
      text.append(words(snapshot.coverage[kind]))
      if let count = counts[kind] { text.append(", \(count) sockets" as SafeText) }
      text.append("\n")
    }
  }

  private static func words(_ coverage: TableCoverage?) -> SafeText {
    switch coverage {
    case nil: "not asked for (the environment says so)"
    case .complete: "sock_diag"
    case .fallback: "/proc/net, with fewer fields"
    case .incomplete(let fault): "incomplete: \(fault.sentence)"
    case .unavailable(let fault): "not available: \(fault.sentence)"
    }
  }

  private static func appendEvents(to text: inout SafeText) {
    let listener = DestroyListener(policy: .always)
    let words = listener.error?.sentence ?? "heard"
    text.append("ends of sockets: \(words)\n" as SafeText)
  }

  private static func appendPrivileges(to text: inout SafeText) {
    let hidden = Privileges.current().hidden
    if hidden.isEmpty { text.append("privileges: all that are needed\n") }
    for thing in hidden { text.append("privileges: \(thing.sentence)\n" as SafeText) }
    let unreadable = OwnerListing(procRoot: Environment.value("PROC_ROOT") ?? "/proc")
      .unreadableProcesses
    text.append("processes whose descriptors are hidden: \(unreadable)\n" as SafeText)
  }

  private static func appendSurroundings(to text: inout SafeText) {
    let names = SystemNames()
    names.loadCgroups()
    let hasGroups = names.cgroupID(path: "/") != nil
    text.append("cgroup2: \(hasGroups ? "mounted" : "not mounted, ids stay numbers")\n" as SafeText)
    let ports = names.ephemeralPorts
    text.append(
      "ports of the kernel's choice: \(ports.lowerBound)-\(ports.upperBound)\n" as SafeText)
    for name in ["TERM", "LANG", "LC_ALL", "COLORTERM", "NO_COLOR", "PROC_ROOT", "TCPDIAG_FILE"] {
      guard let value = Environment.value(name) else { continue }
      text.append("\(RawText(utf8: name))=\(RawText(utf8: value))\n" as SafeText)
    }
  }

  /// The kernel's release.
  private static var release: SafeText {
    var names = utsname()
    guard unsafe uname(&names) == 0 else { return "not known" }
    let bytes = unsafe withUnsafeBytes(of: &names.release) { unsafe Array($0.prefix { $0 != 0 }) }
    return SafeText(RawText(bytes))
  }
}
