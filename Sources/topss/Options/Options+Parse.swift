internal import CSys
internal import SocketModel
internal import SocketReport

extension Options {
  /// What options ask of the program as a whole, before the mode is decided.
  struct Requests {
    var help = false
    var version = false
    var summary = false
    var events = false
    var kill = false
    var dumpFile: String?
  }

  /// Understands `arguments`, which do not include the program's name.
  ///
  /// Like `ss`, help and version act where they stand: what follows them is not looked at.
  static func parse(
    _ arguments: [String], terminals: Terminals, hasContexts: Bool = false
  ) throws(OptionError) -> Options {
    var arguments = arguments
    var options = Options()
    options.hasContexts = hasContexts
    options.own = try OwnOptions.take(from: &arguments)
    options.namespace = options.own.namespace
    let scanned = OptionScanner.scan(arguments)
    var requests = Requests()
    for option in scanned.options {
      try options.apply(option, &requests)
      guard !requests.help, !requests.version else {
        options.mode = requests.help ? .help : .version
        return options
      }
    }
    options.filterWords = scanned.operands
    try options.decide(requests, terminals)
    return options
  }

  private mutating func apply(
    _ scanned: ScannedOption, _ requests: inout Requests
  ) throws(OptionError) {
    switch scanned {
    case .unknown(let name): throw OptionError(.unknownOption(name))
    case .missingArgument(let name): throw OptionError(.missingArgument(name))
    case .option(let code, let argument):
      guard let small = UInt8(exactly: code) else { return try apply(longOnly: code) }
      let letter = Character(UnicodeScalar(small))
      if show(letter) || select(letter) { return }
      try apply(letter, argument ?? "", &requests)
    }
  }

  /// Options that change the text of a listing.
  private mutating func show(_ letter: Character) -> Bool {
    switch letter {
    case "H": shown.showsHeader = false
    case "Q": shown.showsQueues = false
    case "O": shown.isOneLine = true
    case "n": shown.isNumeric = true
    case "r": shown.resolvesHosts = true
    case "o": shown.showsTimers = true
    case "e":
      shown.showsExtended = true
      shown.showsTimers = true
    case "b":
      shown.showsBPF = true
      shown.showsTimers = true
    case "m": shown.showsMemory = true
    case "p": shown.showsProcesses = true
    case "T": shown.showsThreads = true
    case "i": shown.showsInfo = true
    default: return false
    }
    return true
  }

  /// Options that choose sockets by table, family or state.
  private mutating func select(_ letter: Character) -> Bool {
    switch letter {
    case "a": selection.choose(states: .all)
    case "l": selection.choose(states: .listening)
    case "B": selection.choose(states: SocketState.boundInactive.set)
    case "t": selection.add(.tcp)
    case "u": selection.add(.udp)
    case "w": selection.add(.raw)
    case "d": selection.add(.dccp)
    case "S": selection.add(.sctp)
    case "M": selection.add(.mptcp)
    case "4": selection.add(.inet)
    case "6": selection.add(.inet6)
    case "0": selection.add(.packet)
    case "x": selection.add(.unix)
    default: return false
    }
    return true
  }

  private mutating func apply(
    _ letter: Character, _ argument: String, _ requests: inout Requests
  ) throws(OptionError) {
    switch letter {
    case "h": requests.help = true
    case "V", "v": requests.version = true
    case "s": requests.summary = true
    case "E": requests.events = true
    case "K": requests.kill = true
    case "D": requests.dumpFile = argument
    case "A": try selection.query(argument)
    case "N": namespace = .named(argument)
    case "f":
      guard argument != "help" else {
        requests.help = true
        return
      }
      guard let family = Self.family(named: argument) else {
        throw OptionError(.unknownFamily(argument))
      }
      selection.add(family)
    case "F":
      guard filterFile == nil else { throw OptionError(.secondFilterFile) }
      filterFile = argument
    default:
      guard hasContexts else { throw OptionError(.noContexts) }
      guard letter == "z" || shown.contexts == .none else { return }
      shown.contexts = letter == "z" ? .sockets : .processes
    }
  }

  private mutating func apply(longOnly code: Int32) throws(OptionError) {
    switch UInt32(bitPattern: code) {
    case TOPSS_OPTION_TIPC.rawValue: selection.add(AddressFamily.tipc)
    case TOPSS_OPTION_VSOCK.rawValue: selection.add(AddressFamily.vsock)
    case TOPSS_OPTION_XDP.rawValue: selection.add(AddressFamily.xdp)
    case TOPSS_OPTION_TIPC_INFO.rawValue: shown.showsTIPC = true
    case TOPSS_OPTION_TOS.rawValue: shown.showsTypeOfService = true
    case TOPSS_OPTION_CGROUP.rawValue: shown.showsCgroup = true
    case TOPSS_OPTION_INET_SOCKOPT.rawValue: shown.showsSocketOptions = true
    default: throw OptionError(.bpfMapsNotSupported)
    }
  }

  /// The families that `-f` knows by name.
  private static let families: [(name: String, family: AddressFamily)] = [
    ("inet", .inet), ("inet6", .inet6), ("link", .packet), ("unix", .unix), ("netlink", .netlink),
    ("vsock", .vsock), ("tipc", .tipc), ("xdp", .xdp),
  ]

  /// The names that `-f` takes.
  static let familyNames = families.map(\.name)

  private static func family(named name: String) -> AddressFamily? {
    families.first { $0.name == name }?.family
  }
}
