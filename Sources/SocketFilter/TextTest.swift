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

  /// Sets the numbers of `rows`: what the key is gets decided once for all of them.
  func write(
    _ rows: RowSet, _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>,
    to values: inout [UInt64]
  ) {
    var values = values.mutableSpan
    switch self {
    case .kind: for row in rows { values[row] = Self.kind(records, row) }
    case .family: for row in rows { values[row] = UInt64(records[row].family.rawValue) }
    case .timer: for row in rows { values[row] = UInt64(records[row].timer.rawValue) }
    case .congestion: for row in rows { values[row] = UInt64(records[row].congestionControl) }
    case .namespace: for row in rows { values[row] = UInt64(records[row].namespace.rawValue) }
    case .user:
      let told = KnownFields.owner.rawValue
      for row in rows {
        values[row] =
          records[row].known.rawValue & told != 0
          ? UInt64(records[row].uid) : metrics[row].ownerUID.map { UInt64($0) } ?? .max
      }
    case .device:
      for row in rows {
        values[row] =
          UInt64(records[row].family.rawValue) << 32 | UInt64(Self.device(records, row))
      }
    case .group:
      let told = KnownFields.cgroup.rawValue
      for row in rows {
        values[row] = records[row].known.rawValue & told != 0 ? records[row].cgroup : 0
      }
    case .limit:
      for row in rows { values[row] = Self.place(of: metrics[row].limits.greatest?.limit) }
    }
  }

  /// Raw sockets are named by their protocol, those without a cookie by their table.
  @inline(__always)
  private static func kind(_ records: Span<SocketRecord>, _ row: Int) -> UInt64 {
    UInt64(records[row].kind.rawValue) | UInt64(records[row].protocolNumber) << 8
      | (records[row].cookie == 0 ? 0 : 1 << 32)
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
