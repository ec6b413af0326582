internal import TextSafety

extension Options {
  /// Decides the mode when all options are known, and refuses what does not go together.
  mutating func decide(_ requests: Requests, _ terminals: Terminals) throws(OptionError) {
    if own.diagnoses {
      mode = .diagnose
      return
    }
    if own.printsConfiguration {
      mode = .printConfiguration
      return
    }
    try refuseConflicts(requests)
    if own.follows {
      try refuseFollowing(requests)
      mode = .follow
      return
    }
    guard !decideSummary(requests) else {
      mode = own.isBatch ? .batch : .once
      return
    }
    if let file = requests.dumpFile {
      mode = .dump(file: file)
      return
    }
    if requests.events {
      mode = .events
      return
    }
    guard !requests.kill else {
      try allowKill()
      mode = .kill
      return
    }
    if own.isBatch {
      mode = .batch
      return
    }
    let isOnce = own.isOnce || own.format != .text || requests.summary || !terminals.output
    guard !isOnce else {
      mode = .once
      return
    }
    guard terminals.input else { throw OptionError(.inputIsNoTerminal) }
    mode = .screen
  }

  /// Whether the summary is all there is to print.
  private mutating func decideSummary(_ requests: Requests) -> Bool {
    guard requests.summary else { return false }
    let isAlone = selection.isDefault && filterWords.isEmpty
    summary = isAlone ? .alone : .beforeListing
    return isAlone
  }

  private func refuseConflicts(_ requests: Requests) throws(OptionError) {
    if own.isOnce, own.isBatch { throw OptionError(.conflict("--once", "--batch")) }
    if own.isDryRun, !requests.kill { throw OptionError(.needsKill) }
    if own.format != .text {
      let format: SafeText = own.format == .json ? "--json" : "--csv"
      if requests.kill { throw OptionError(.conflict(format, "-K")) }
      if requests.events { throw OptionError(.conflict(format, "-E")) }
      if requests.dumpFile != nil { throw OptionError(.conflict(format, "-D")) }
    }
    if requests.dumpFile != nil, namespace == .all { throw OptionError(.dumpOfAllNamespaces) }
    guard own.isBatch else { return }
    if requests.kill { throw OptionError(.conflict("--batch", "-K")) }
    if requests.events { throw OptionError(.conflict("--batch", "-E")) }
    if requests.dumpFile != nil { throw OptionError(.conflict("--batch", "-D")) }
  }

  private func refuseFollowing(_ requests: Requests) throws(OptionError) {
    let others: [(Bool, SafeText)] = [
      (own.isOnce, "--once"), (own.isBatch, "--batch"), (own.format == .csv, "--csv"),
      (own.format == .text && own.columns != nil, "--columns"), (own.order != nil, "--sort"),
      (requests.kill, "-K"), (requests.events, "-E"), (requests.dumpFile != nil, "-D"),
      (requests.summary, "-s"),
    ]
    for (isThere, name) in others where isThere {
      throw OptionError(.conflict("--follow", name))
    }
  }

  private func allowKill() throws(OptionError) {
    guard !filterWords.isEmpty || filterFile != nil else { throw OptionError(.killWithoutFilter) }
    guard !own.isReadOnly || own.isDryRun else { throw OptionError(.killReadOnly) }
  }
}
