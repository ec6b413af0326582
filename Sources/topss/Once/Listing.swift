internal import LinuxHost
internal import SockDiag
internal import SocketFilter
internal import SocketMetrics
internal import SocketModel
internal import SocketReport
internal import TextSafety

extension SecurityContexts: ContextReader {}

/// One listing as `ss` prints it: what is read, which rows pass, and how they are written.
struct Listing {
  let options: Options
  /// What is selected.
  let selection: ResolvedSelection
  let filter: CommandFilter
  let names: SystemNames
  let paths: ProcNetPaths
  /// The families that are shown; an explicit family in the filter is the only one.
  let families: FamilySet
  /// The families of sockets that come from files.
  private let fileFamilies: FamilySet
  /// Whether a row is needed to tell what is listed.
  private let selectsByFields: Bool
  /// Who holds which socket; empty when neither `-p` nor the filter asks. With `-T` an owner stands
  /// there once for each of its threads.
  let owners: OwnerTable
  /// With `-T` the threads of `owners`, in the same order.
  let threads: [UInt32: [Int32]]
  /// Command lines by pid, where the filter compares them.
  private let commandLines: [Int32: RawText]
  /// The sockets at the other ends; nil when the filter of a plain listing does not ask.
  private let others: OtherEndFinder?

  /// The namespaces that are listed beside the own one; nil for that one alone.
  let namespaces: NamespaceSet?

  /// Reads the filter and, with `-p`, the owners of all sockets.
  init(
    _ options: Options, names: SystemNames = Listing.systemNames(), namespaces: NamespaceSet? = nil
  ) throws {
    self.options = options
    self.namespaces = namespaces
    self.names = names
    paths = ProcNetPaths(environment: Environment.value)
    filter = try CommandFilter(options, names: names)
    selection = try options.resolved(states: filter.parsed.states ?? options.initialStates)
    let narrowing = filter.parsed.familyNarrowing.map { FamilySet($0) }
    families = narrowing ?? selection.dumpedFamilies
    fileFamilies = narrowing ?? selection.families
    selectsByFields = filter.compiled.readsFields
    let wantsOwners = options.shown.showsProcesses || filter.compiled.readsFields
    let holders =
      wantsOwners
      ? Self.holders(
        threads: options.shown.showsThreads, groups: filter.compiled.readsFields) : nil
    threads = holders?.threads ?? [:]
    owners = holders?.table ?? OwnerTable()
    others =
      options.own.isPlainListing && filter.compiled.readsOtherEnd
      ? Self.otherEnds(selection.tables, paths: paths, namespaces) : nil
    let showsGroups = options.shown.showsExtended || options.shown.showsCgroup
    if showsGroups || !options.own.isPlainListing || filter.compiled.readsFields {
      names.loadCgroups()
    }
    commandLines =
      filter.parsed.compares(.cmd)
      ? CommandLineReader { _ in }.lines(of: owners.all, seconds: 0.5) : [:]
  }

  /// The system's names, with the range of ports that the environment may move.
  static func systemNames() -> SystemNames {
    SystemNames(
      portRange: Environment.value("PROC_IP_LOCAL_PORT_RANGE")
        ?? "/proc/sys/net/ipv4/ip_local_port_range")
  }

  /// What the kernel is asked for: no more than the options show and the filter compares.
  var plan: CollectionPlan {
    var plan = CollectionPlan(
      tables: selection.tables, families: families, states: selection.states,
      extensions: extensions,
      unixParts: unixParts)
    plan.familyOrder = .held
    plan.fileFamilies = fileFamilies
    plan.readsGauges = filter.compiled.readsFields
    plan.ports = RequestedPorts(of: filter.parsed)
    if let code = KernelBytecode(filter.parsed),
      !code.needsNetAdmin || Privileges.current().has(.netAdmin)
    {
      plan.filter = code.bytes
    }
    return plan
  }

  /// Whether the options add to JSON and CSV what records do not have.
  var needsDetails: Bool {
    options.own.format != .text && DetailTable.isNeeded(for: options.shown)
  }

  /// Reads what the options add to JSON and CSV; nothing where they add nothing.
  func details() -> DetailTable {
    var table = DetailTable()
    guard needsDetails else { return table }
    _ = SocketCollector(paths: paths).stream(plan) { table.add($0) }
    return table
  }

  private var extensions: InternetExtensions {
    let shown = options.shown
    var extensions: InternetExtensions = filter.compiled.readsFields ? .batch : []
    if shown.showsMemory { extensions.formUnion([.legacyMemory, .memory]) }
    if shown.showsInfo { extensions.formUnion([.info, .congestionState, .congestionName]) }
    if shown.showsTypeOfService { extensions.formUnion([.typeOfService, .trafficClass]) }
    return extensions
  }

  private var unixParts: UnixParts {
    let shown = options.shown
    var parts: UnixParts = [.name, .peer, .queues]
    if shown.showsMemory { parts.insert(.memory) }
    if shown.showsExtended { parts.formUnion([.file, .pendingPeers]) }
    return parts
  }

  /// Whether the selection shows a socket, before the filter's expression.
  func selects(_ record: SocketRecord) -> Bool {
    guard selection.tables.contains(record.kind), selection.states.contains(record.state) else {
      return false
    }
    // Files tell no cookie.
    return (record.cookie == 0 ? fileFamilies : families).contains(record.family)
  }

  /// Whether a row of a sample is listed.
  func shows(_ row: SocketRow) -> Bool {
    // Of a socket that lived between two samples no state is known but its end.
    guard row.metric.sights > 0 else {
      return selection.tables.contains(row.record.kind) && families.contains(row.record.family)
        && filter.expression.matches(row)
    }
    return selects(row.record) && filter.compiled.matches(row)
  }

  /// Whether the socket at `row` of `part` is listed.
  func shows(_ row: Int, of part: Snapshot) -> Bool {
    guard selects(part.records[row]) else { return false }
    guard selectsByFields else {
      return !filter.isCondition || filter.compiled.matches(part.records[row], names: part.names)
    }
    var detail = SocketDetail(record: part.records[row])
    detail.gauges = part.gauges(at: row) ?? SocketGauges()
    detail.name = part.name(of: detail.record)
    detail.congestionControl = part.congestionName(of: detail.record)
    return matches(detail, filter.compiled)
  }

  /// Whether a socket is listed.
  func shows(_ detail: SocketDetail) -> Bool {
    guard selects(detail.record) else { return false }
    return !filter.isCondition || matches(detail, filter.compiled)
  }

  /// Whether the filter's expression holds of a TCP socket, whatever its state, family and table.
  func expressionMatches(_ detail: SocketDetail) -> Bool { matches(detail, filter.expression) }

  private func matches(_ detail: SocketDetail, _ compiled: CompiledFilter) -> Bool {
    let (name, congestion) = (detail.name, detail.congestionControl)
    var record = detail.record
    guard name != nil || compiled.readsFields else {
      return compiled.matches(record, names: [])
    }
    let bytes = name?.bytes ?? []
    record.name = NameRange(offset: 0, length: UInt16(clamping: bytes.count))
    guard compiled.readsFields else { return compiled.matches(record, names: bytes) }
    var snapshot = Snapshot()
    snapshot.names = bytes
    record.congestionControl = congestion == nil ? 0 : 1
    if let congestion { snapshot.congestionNames.append(congestion) }
    if let namespaces { snapshot.namespaces = namespaces.names }
    var context = RowContext(
      snapshot: snapshot, owners: owners, names: names, commandLines: commandLines)
    context.others = others
    return compiled.matches(
      SocketRow(
        record: record, metric: SocketMetric(), gauges: detail.gauges, context: context))
  }

  /// A writer of the listing's rows; `width` is that of the terminal, nil for none.
  func report(width: Int?) -> SSReport {
    let shown = options.report(for: selection, width: width)
    let processes = ProcessNames()
    let address = AddressText(
      names: names, isNumeric: shown.isNumeric, showsHosts: shown.resolvesHosts,
      processName: processes.name)
    let procRoot = Environment.value("PROC_ROOT") ?? "/proc"
    return SSReport(
      options: shown, address: address, owners: owners, threads: threads,
      contexts: shown.contexts == .none ? nil : SecurityContexts(procRoot: procRoot))
  }

  private static func holders(
    threads: Bool, groups: Bool
  ) -> (table: OwnerTable, threads: [UInt32: [Int32]]) {
    let listing = OwnerListing(
      procRoot: Environment.value("PROC_ROOT") ?? "/proc", threads: threads, groups: groups)
    guard threads else { return (listing.table(live: []), [:]) }
    var table = OwnerTable(unreadableProcesses: listing.unreadableProcesses)
    table.byInode = listing.owners
    table.groups = listing.groups
    table.isPrivileged = Privileges.current().allows(.owners)
    return (table, listing.threads)
  }
}
