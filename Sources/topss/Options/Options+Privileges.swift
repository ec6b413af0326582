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
    case .screen where own.isReadOnly: break
    case .screen: kept.append(.kill)
    case .once, .batch, .events, .kill: break
    }
    if namespace == .all { kept.append(.sysAdmin) }
    return kept
  }
}
