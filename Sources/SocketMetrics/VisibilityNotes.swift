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
      sentences.append(
        "owners of \(processes(owners.unreadableProcesses)) hidden (not permitted)")
    }
    if let unentered = snapshot.unentered {
      sentences += Self.sentences(on: unentered)
      if snapshot.namespaces.count > 1 {
        sentences.append("counters of the host are those of this network namespace only")
      }
    }
    return sentences
  }

  /// What is not seen of other namespaces, and how to get it.
  package static func sentences(on unentered: UnenteredNamespaces) -> [SafeText] {
    var sentences: [SafeText] = []
    let count = unentered.names.count
    if count > 0 {
      var text: SafeText =
        "\(count) network \(count == 1 ? "namespace" : "namespaces") not entered:"
      for name in unentered.names.prefix(3) { text.append(" \(name)" as SafeText) }
      if count > 3 { text.append(" and others" as SafeText) }
      text.append(" (not permitted; needs cap_sys_admin and cap_sys_ptrace)" as SafeText)
      sentences.append(text)
    }
    if unentered.hiddenProcesses > 0 {
      sentences.append(
        "network namespaces of \(processes(unentered.hiddenProcesses)) hidden (not permitted)")
    }
    return sentences
  }

  private static func processes(_ count: Int) -> SafeText {
    count == 1 ? "1 process" : "\(count) processes"
  }

  private static func sentence(on kind: SocketKind, _ coverage: TableCoverage?) -> SafeText? {
    switch coverage {
    case nil, .complete, .fallback: nil
    case .incomplete: "\(kind.title) incomplete"
    case .unavailable(let fault) where fault.isLack:
      "\(kind.title) not available in this kernel"
    case .unavailable: "\(kind.title) could not be read"
    }
  }
}
