package import SocketFilter
package import SocketMetrics
import SocketModel
import TextSafety

extension MonitorState {
  /// What the present sample and its owners offer; gathered when Tab is pressed.
  var completionSource: CompletionSource {
    guard let context = rowContext else { return CompletionSource() }
    return CompletionSource(context)
  }
}

extension CompletionSource {
  /// Records that are looked at: completion helps people, it is no census.
  static let recordLimit = 100_000
  /// Values that are offered for one field.
  static let valueLimit = 500

  /// The ports, addresses and names of a sample; the most frequent first.
  package init(_ context: RowContext) {
    self.init()
    var ports = Tally<UInt32>()
    var addresses = Tally<HostAddress>()
    var users = Tally<UInt32>()
    // One socket of each place stands for all: what a field's text depends on.
    var places: [Place: Int] = [:]
    let records = context.snapshot.records
    for index in records.indices.prefix(Self.recordLimit) {
      let record = records[index]
      if let uid = record.ownerUID { users.count(uid) }
      places[Place(record), default: index] = index
      guard record.family == .inet || record.family == .inet6 else { continue }
      for port in [record.localPort, record.remotePort] where port != 0 { ports.count(port) }
      for bits in [record.localAddress, record.remoteAddress] where bits != .zero {
        addresses.count(HostAddress(family: record.family, bits: bits))
      }
    }
    self.ports = ports.mostFrequent(Self.valueLimit)
    self.addresses = addresses.mostFrequent(Self.valueLimit).map { Self.text($0, context) }
    let processes = Self.processes(context.owners)
    values[.proc] = processes
    values[.peerProc] = processes
    values[.user] = users.mostFrequent(Self.valueLimit).map {
      context.names.user(uid: $0) ?? RawText(utf8: String($0))
    }
    addTexts(of: places.values.sorted().map { records[$0] }, context)
  }

  /// What the texts of a socket's interface, control group and congestion control depend on.
  private struct Place: Hashable {
    var kind: SocketKind
    var family: AddressFamily
    var timer: SocketTimer
    var interface: UInt32
    var cgroup: UInt64
    var congestionControl: UInt8
    var namespace: NamespaceID

    init(_ record: SocketRecord) {
      kind = record.kind
      family = record.family
      timer = record.timer
      interface = record.interfaceIndex
      cgroup = record.cgroup
      congestionControl = record.congestionControl
      namespace = record.namespace
    }
  }

  private mutating func addTexts(of records: [SocketRecord], _ context: RowContext) {
    let rows = records.prefix(2000).map {
      SocketRow(record: $0, metric: SocketMetric(), context: context)
    }
    let groups = context.owners.groups.values.sorted {
      $0.path.bytes.lexicographicallyPrecedes($1.path.bytes)
    }
    let fields: [SocketField] = [
      .netid, .family, .timer, .cc, .dev, .cgroup, .unit, .container, .runtime, .netns,
    ]
    for field in fields {
      var seen: Set<RawText> = []
      let texts =
        rows.compactMap { field.text(of: $0) } + groups.compactMap { Self.text(field, of: $0) }
      values[field] = texts.filter { !$0.isEmpty && seen.insert($0).inserted }
    }
    values[.limit] = SenderLimit.allCases.map { RawText($0.title.utf8) }
  }

  /// What a field tells of the control group that an owner is in.
  private static func text(_ field: SocketField, of group: CgroupPath) -> RawText? {
    if field == .cgroup { return group.path }
    if field == .unit { return group.unit }
    if field == .container { return group.container?.label }
    return field == .runtime ? group.container.map { RawText($0.runtime.title.utf8) } : nil
  }

  private static func processes(_ owners: OwnerTable) -> [RawText] {
    var commands = Tally<RawText>()
    for holders in owners.byInode.values {
      for owner in holders { commands.count(owner.command) }
    }
    return commands.mostFrequent(valueLimit)
  }

  /// As a filter has it: IPv6 in brackets.
  private static func text(_ address: HostAddress, _ context: RowContext) -> RawText {
    var record = SocketRecord()
    record.kind = .tcp
    record.family = address.family
    record.localAddress = address.bits
    var text = SafeText()
    context.addresses.appendAddress(.local, of: record, name: RawText([]), to: &text)
    return RawText(text.utf8)
  }
}

/// How often each value was seen.
private struct Tally<Value: Hashable> {
  private var counts: [Value: Int] = [:]
  private var order: [Value] = []

  mutating func count(_ value: Value) {
    guard counts[value] != nil else {
      counts[value] = 1
      order.append(value)
      return
    }
    counts[value, default: 0] += 1
  }

  /// The most frequent first, equals as they were seen first.
  func mostFrequent(_ limit: Int) -> [Value] {
    let ranked = order.enumerated().sorted { left, right in
      let (a, b) = (counts[left.element] ?? 0, counts[right.element] ?? 0)
      return a != b ? a > b : left.offset < right.offset
    }
    return ranked.prefix(limit).map(\.element)
  }
}
