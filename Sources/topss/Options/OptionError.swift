internal import TextSafety

/// Why a command line is not carried out, and with which exit status the program ends.
struct OptionError: Error, Hashable, Sendable {
  /// What is wrong.
  enum Reason: Hashable, Sendable {
    case unknownOption(String)
    case missingArgument(String)
    case unknownFamily(String)
    case unknownTable(String)
    case secondFilterFile
    case noContexts
    case bpfMapsNotSupported
    case noTables
    case noFamilies
    case noStates
    case dumpWithoutTCP
    case noEvents
    /// A value of one of our own options: the option's name and what it was given.
    case badValue(option: String, value: String, expected: SafeText)
    case unexpectedValue(option: String)
    case missingValue(option: String)
    case conflict(SafeText, SafeText)
    case unknownField(option: String, field: String)
    case needsKill
    case killWithoutFilter
    case killReadOnly
    case killByDeviceEverywhere
    case dumpOfAllNamespaces
    case inputIsNoTerminal
  }

  var reason: Reason

  init(_ reason: Reason) { self.reason = reason }

  /// The exit status that `ss` ends with in the same case; 1 where only we refuse.
  var exitStatus: Int32 {
    switch reason {
    case .noTables, .noFamilies, .noStates, .dumpWithoutTCP: 0
    case .noContexts, .killWithoutFilter, .killReadOnly, .inputIsNoTerminal: 1
    case .unknownOption, .missingArgument, .unknownFamily, .unknownTable, .secondFilterFile,
      .bpfMapsNotSupported, .noEvents, .killByDeviceEverywhere, .dumpOfAllNamespaces, .badValue,
      .unexpectedValue, .missingValue, .conflict,
      .unknownField, .needsKill:
      255
    }
  }

  /// Whether a line that points to `--help` follows.
  var pointsToHelp: Bool { exitStatus == 255 && reason != .noEvents }
}

/// The sentences.
extension OptionError {
  /// What is wrong, in one line without the program's name.
  var message: SafeText {
    switch reason {
    case .unknownOption(let name): "unknown or ambiguous option \(quoted(name))"
    case .missingArgument(let name): "option \(quoted(name)) needs an argument"
    case .unknownFamily(let name):
      "\(quoted(name)) is no family; known are inet, inet6, link, unix, netlink, vsock, tipc, xdp"
    case .unknownTable(let name): "\(quoted(name)) is no socket table; see --help for their names"
    case .secondFilterFile: "more than one filter file"
    case .noContexts: "SELinux is not enabled: there are no security contexts (-Z, -z)"
    case .bpfMapsNotSupported: "maps of BPF (--bpf-maps, --bpf-map-id) are not supported"
    case .noTables: "no socket tables are left to show"
    case .noFamilies: "no families are left to show"
    case .noStates: "no socket states are left to show"
    case .dumpWithoutTCP: "a dump (-D) was asked for without tcp among the tables"
    case .noEvents: "none of the chosen tables announces the end of its sockets; tcp and udp do"
    case .killWithoutFilter:
      "-K needs a filter: it would close every socket that is listed; try --dry-run with one"
    case .killReadOnly: "-K is refused: --readonly is set"
    case .killByDeviceEverywhere:
      "-K with --netns all takes no condition on devices: each namespace has its own"
    case .dumpOfAllNamespaces:
      "-D takes the sockets of one network namespace: --netns NAME, not --netns all"
    case .inputIsNoTerminal: "standard input is not a terminal; --once prints without a screen"
    case .badValue, .unexpectedValue, .missingValue, .conflict, .unknownField, .needsKill:
      ownOptionMessage
    }
  }

  private var ownOptionMessage: SafeText {
    switch reason {
    case .badValue(let option, let value, let expected):
      "--\(RawText(utf8: option)): \(quoted(value)) is not \(expected)"
    case .unexpectedValue(let option): "--\(RawText(utf8: option)) takes no value"
    case .missingValue(let option): "--\(RawText(utf8: option)) needs a value"
    case .conflict(let first, let second): "\(first) and \(second) exclude each other"
    case .unknownField(let option, let field):
      "--\(RawText(utf8: option)): \(quoted(field)) is no field"
    case .needsKill: "--dry-run belongs to -K"
    case .unknownOption, .missingArgument, .unknownFamily, .unknownTable, .secondFilterFile,
      .noContexts, .bpfMapsNotSupported, .noTables, .noFamilies, .noStates,
      .dumpWithoutTCP, .noEvents, .killWithoutFilter, .killReadOnly, .killByDeviceEverywhere,
      .dumpOfAllNamespaces, .inputIsNoTerminal:
      SafeText()
    }
  }

  private func quoted(_ word: String) -> SafeText { "\"\(RawText(utf8: word))\"" }
}
