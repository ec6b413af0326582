package import SocketModel
package import TextSafety

/// What a sample could not see, in sentences: for the status line, and for `notes` in JSON.
package enum VisibilityNotes {
  /// One sentence each; empty when everything was seen.
  package static func sentences(on snapshot: Snapshot, owners: OwnerTable) -> [SafeText] {
    let lacks = SocketKind.allCases.compactMap { kind -> SafeText? in
      guard case .unavailable(let fault) = snapshot.coverage[kind], fault.isLack else {
        return nil
      }
      return "\(kind.title) not available in this kernel"
    }
    return lacks + faults(on: snapshot) + hidden(in: snapshot, owners: owners)
  }

  /// What went wrong: tables that could not be read, ends of sockets that were lost.
  package static func faults(on snapshot: Snapshot) -> [SafeText] {
    var sentences = SocketKind.allCases.compactMap { kind -> SafeText? in
      switch snapshot.coverage[kind] {
      case .incomplete: "\(kind.title) incomplete"
      case .unavailable(let fault) where !fault.isLack: "\(kind.title) could not be read"
      case nil, .complete, .fallback, .unavailable: nil
      }
    }
    switch snapshot.destroyEvents {
    case .off, .on(lost: 0): break
    case .on(let lost): sentences.append("\(lost) ends of sockets were lost")
    case .pausedAboveRate:
      sentences.append("ends of sockets are not heard: too many close each second")
    }
    return sentences
  }

  /// What this user may not see, and what it takes.
  package static func hidden(in snapshot: Snapshot, owners: OwnerTable) -> [SafeText] {
    var sentences: [SafeText] = []
    if owners.unreadableProcesses > 0 {
      let reason: SafeText = owners.isPrivileged ? "refused in spite of" : "needs"
      sentences.append(
        """
        owners of \(processes(owners.unreadableProcesses)) hidden (\(reason) cap_sys_ptrace, \
        cap_dac_read_search)
        """)
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
      text.append(" (needs cap_sys_admin, cap_sys_ptrace)" as SafeText)
      sentences.append(text)
    }
    if unentered.hiddenProcesses > 0 {
      sentences.append(
        "network namespaces of \(processes(unentered.hiddenProcesses)) hidden (needs cap_sys_ptrace)"
      )
    }
    return sentences
  }

  private static func processes(_ count: Int) -> SafeText {
    count == 1 ? "1 process" : "\(count) processes"
  }
}
