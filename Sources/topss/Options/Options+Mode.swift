internal import TextSafety

extension Options {
  /// Decides the mode when all options are known, and refuses what does not go together.
  mutating func decide(_ requests: Requests, _ terminals: Terminals) throws(OptionError) {
    if own.diagnoses { return mode = .diagnose }
    if own.printsConfiguration { return mode = .printConfiguration }
    try refuseConflicts(requests)
    guard !decideSummary(requests) else { return mode = own.isBatch ? .batch : .once }
    if let file = requests.dumpFile { return mode = .dump(file: file) }
    if requests.events { return mode = .events }
    guard !requests.kill else {
      try allowKill()
      return mode = .kill
    }
    if own.isBatch { return mode = .batch }
    let isOnce = own.isOnce || own.format != .text || requests.summary || !terminals.output
    guard !isOnce else { return mode = .once }
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
    guard own.isBatch else { return }
    if requests.kill { throw OptionError(.conflict("--batch", "-K")) }
    if requests.events { throw OptionError(.conflict("--batch", "-E")) }
    if requests.dumpFile != nil { throw OptionError(.conflict("--batch", "-D")) }
  }

  private func allowKill() throws(OptionError) {
    guard !filterWords.isEmpty || filterFile != nil else { throw OptionError(.killWithoutFilter) }
    guard !own.isReadOnly || own.isDryRun else { throw OptionError(.killReadOnly) }
  }
}
