package import TextSafety

/// The views that the digits choose between.
package enum ViewKind: Int, CaseIterable, Sendable {
  case sockets, listeners, processes, peers, events, summary

  /// As the tabs show it.
  package var title: SafeText {
    switch self {
    case .sockets: "Sockets"
    case .listeners: "Listeners"
    case .processes: "Processes"
    case .peers: "Peers"
    case .events: "Events"
    case .summary: "Summary"
    }
  }

  /// Whether the view's rows may stand in groups.
  var isGroupable: Bool {
    switch self {
    case .sockets, .processes, .peers: true
    case .listeners, .events, .summary: false
    }
  }
}
