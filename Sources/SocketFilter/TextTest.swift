internal import SocketMetrics
internal import SocketModel

/// A question about a text: of a socket or of an owner.
struct TextTest: Sendable {
  enum Wanted: Sendable {
    /// It is known, though it may be empty.
    case anything
    case glob(Glob)
    case pattern(PatternMatcher)
  }

  /// Whose text.
  enum Subject: Hashable, Sendable {
    /// An owner's name, or its command line.
    case command, commandLine
    /// The name of an owner of the socket at the other end.
    case peerCommand
    /// The login name, or the number.
    case user
    /// Address and port.
    case end(SocketEnd)
    /// What the first owner and the socket's control group decide.
    case place(SocketField)
    case field(SocketField)

    init(_ field: SocketField) { self = Self.subjects[field] ?? .field(field) }

    private static let subjects: [SocketField: Subject] = [
      .proc: .command, .cmd: .commandLine, .user: .user, .local: .end(.local),
      .peer: .end(.peer), .peerProc: .peerCommand, .cgroup: .place(.cgroup), .unit: .place(.unit),
      .container: .place(.container), .runtime: .place(.runtime),
    ]
  }

  let subject: Subject
  /// The number on which the text depends; nil when it is each socket's own.
  let key: TextKey?
  private let wanted: Wanted

  init(_ field: SocketField, _ wanted: Wanted) {
    subject = Subject(field)
    key = TextKey.keys[field]
    self.wanted = wanted
  }

  /// The pattern as steps.
  var steps: [PatternMatcher.Step] {
    switch wanted {
    case .anything: []
    case .glob(let glob): glob.steps
    case .pattern(let pattern): pattern.steps
    }
  }

  func matches(_ text: [UInt8], _ scratch: inout PatternMatcher.Scratch) -> Bool {
    switch wanted {
    case .anything: true
    case .glob(let glob): glob.matches(text)
    case .pattern(let pattern): pattern.matches(text, &scratch)
    }
  }
}

/// A number of a socket that decides what some text of it is.
enum TextKey: UInt8, CaseIterable, Sendable {
  case kind, family, timer, congestion, namespace, user, device, limit
  /// The control group, beside the first owner.
  case group

  static let keys: [SocketField: TextKey] = [
    .netid: .kind, .family: .family, .timer: .timer, .cc: .congestion, .netns: .namespace,
    .user: .user, .dev: .device, .limit: .limit, .cgroup: .group, .unit: .group,
    .container: .group, .runtime: .group,
  ]

  @inline(__always)
  func value(
    _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>, _ row: Int
  ) -> UInt64 {
    switch self {
    case .kind:
      // Raw sockets are named by their protocol, those without a cookie by their table.
      UInt64(records[row].kind.rawValue) | UInt64(records[row].protocolNumber) << 8
        | (records[row].cookie == 0 ? 0 : 1 << 32)
    case .family: UInt64(records[row].family.rawValue)
    case .timer: UInt64(records[row].timer.rawValue)
    case .congestion: UInt64(records[row].congestionControl)
    case .namespace: UInt64(records[row].namespace.rawValue)
    case .user:
      records[row].known.contains(.owner)
        ? UInt64(records[row].uid) : metrics[row].ownerUID.map { UInt64($0) } ?? .max
    case .device: UInt64(records[row].family.rawValue) << 32 | UInt64(Self.device(records, row))
    case .group: records[row].known.contains(.cgroup) ? records[row].cgroup : 0
    case .limit: Self.place(of: metrics[row].limits.greatest?.limit)
    }
  }

  private static func device(_ records: Span<SocketRecord>, _ row: Int) -> UInt32 {
    switch records[row].family {
    case .packet: records[row].localPort
    case .xdp: records[row].localAddress.word
    case .inet, .inet6, .unix, .netlink, .vsock, .tipc: records[row].interfaceIndex
    }
  }

  private static func place(of limit: SenderLimit?) -> UInt64 {
    switch limit {
    case nil: 0
    case .receiverWindow?: 1
    case .sendBuffer?: 2
    case .congestion?: 3
    case .application?: 4
    }
  }
}
