internal import TextSafety

/// The columns of a listing, in order, as `ss` has them.
enum ReportColumn: Int, CaseIterable, Sendable {
  case netid, state, receiveQueue, sendQueue
  case localAddress, localPort, remoteAddress, remotePort
  case process
  /// Everything else that options ask for: a cell without a title, with lines of its own.
  case rest

  var title: SafeText {
    switch self {
    case .netid: "Netid"
    case .state: "State"
    case .receiveQueue: "Recv-Q"
    case .sendQueue: "Send-Q"
    case .localAddress: "Local Address:"
    case .remoteAddress: "Peer Address:"
    case .localPort, .remotePort: "Port"
    case .process: "Process"
    case .rest: ""
    }
  }

  /// The blanks in front, unless the column is the first one; address and port touch.
  var gap: Int {
    switch self {
    case .netid, .localPort, .remotePort, .rest: 0
    case .state, .receiveQueue, .sendQueue, .localAddress, .remoteAddress, .process: 1
    }
  }

  /// Whether cells hold nothing but ASCII.
  var isPlain: Bool {
    switch self {
    case .netid, .state, .receiveQueue, .sendQueue: true
    case .localAddress, .localPort, .remoteAddress, .remotePort, .process, .rest: false
    }
  }

  var isRightAligned: Bool { self == .localAddress || self == .remoteAddress }

  /// The columns that `options` leave.
  static func shown(by options: ReportOptions) -> [ReportColumn] {
    allCases.filter { column in
      switch column {
      case .netid: options.showsNetid
      case .state: options.showsState
      case .receiveQueue, .sendQueue: options.showsQueues
      case .process: options.showsProcesses
      case .localAddress, .localPort, .remoteAddress, .remotePort, .rest: true
      }
    }
  }
}
