internal import LinuxHost
internal import SockDiag
internal import SocketModel
internal import TextSafety

/// `--diagnose`: what this kernel and this user's privileges let the program see, for bug reports.
enum DiagnoseMode {
  static func run() throws {
    let kernel = KernelFeatures()
    var text: SafeText = "topss \(ProgramVersion.number)\nkernel: \(kernel.release)\n"
    if let failure = kernel.failure { text.append("sock_diag: \(failure)\n" as SafeText) }
    appendTables(of: kernel, to: &text)
    appendCounters(of: kernel, to: &text)
    text.append("ends of sockets: \(kernel.deafness ?? "heard")\n" as SafeText)
    appendPrivileges(to: &text)
    appendSurroundings(to: &text)
    try StandardOutput.write(text)
  }

  private static func appendTables(of kernel: KernelFeatures, to text: inout SafeText) {
    text.append("tables:\n")
    for table in DiagTable.allCases {
      text.append("  ")
      text.append(table.title, paddedTo: 8, .left)
      text.append(words(kernel.coverage(of: table)))
      let count = kernel.count(of: table)
      if count > 0 { text.append(count == 1 ? ", 1 socket" : ", \(count) sockets" as SafeText) }
      text.append("\n")
    }
  }

  private static func appendCounters(of kernel: KernelFeatures, to text: inout SafeText) {
    guard let counters = kernel.counters else {
      return text.append("counters of tcp: no tcp socket to tell by\n")
    }
    text.append("counters of tcp:")
    for counter in counters {
      text.append(" \(counter.name)\(counter.isThere ? "" : " (not there)")" as SafeText)
    }
    text.append("\n")
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
}
