internal import LinuxHost

/// What the program keeps of its privileges.
extension Options {
  /// The capabilities that the mode can use; all others are given up at the start, when the network
  /// namespace is entered.
  var capabilities: [Privileges.Capability] {
    var kept: [Privileges.Capability] = [.dacReadSearch, .sysPtrace, .netAdmin]
    switch mode {
    case .help, .version, .printConfiguration: return []
    // It reports what the program was given.
    case .diagnose: return Privileges.Capability.allCases
    // A recording may be written where only root may write.
    case .dump: kept.append(.dacOverride)
    // A key enters the other network namespaces at any time.
    case .screen where own.isReadOnly: kept.append(.sysAdmin)
    case .screen: kept += [.kill, .sysAdmin]
    case .once, .batch, .follow, .events, .kill: break
    }
    if namespace == .all, !kept.contains(.sysAdmin) { kept.append(.sysAdmin) }
    return kept
  }
}
