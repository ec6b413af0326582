package import SocketModel
package import TextSafety

/// What a sample could not see, in sentences: for the status line, and for `notes` in JSON.
package enum VisibilityNotes {
  /// One sentence each; empty when everything was seen.
  package static func sentences(on snapshot: Snapshot, owners: OwnerTable) -> [SafeText] {
    var sentences = SocketKind.allCases.compactMap { sentence(on: $0, snapshot.coverage[$0]) }
    switch snapshot.destroyEvents {
    case .off, .on(lost: 0): break
    case .on(let lost): sentences.append("\(lost) ends of sockets were lost")
    case .pausedAboveRate:
      sentences.append("ends of sockets are not heard: too many close each second")
    }
    if owners.unreadableProcesses > 0 {
      sentences.append("owners of \(owners.unreadableProcesses) processes hidden (not permitted)")
    }
    return sentences
  }

  private static func sentence(on kind: SocketKind, _ coverage: TableCoverage?) -> SafeText? {
    switch coverage {
    case nil, .complete, .fallback: nil
    case .incomplete: "\(kind.title) incomplete"
    case .unavailable: "\(kind.title) not available in this kernel"
    }
  }
}
