internal import CSys
internal import Glibc
package import TextSafety

/// What the program may do beyond its own user's things, and what it therefore cannot see.
package struct Privileges: Hashable, Sendable {
  /// A capability by its number in `include/uapi/linux/capability.h`.
  package enum Capability: UInt64, CaseIterable, Sendable {
    case dacOverride = 1
    case dacReadSearch = 2
    case kill = 5
    case netAdmin = 12
    case sysPtrace = 19
    case sysAdmin = 21
  }

  /// Something that needs a privilege that is missing.
  package enum Hidden: CaseIterable, Hashable, Sendable {
    /// Which processes hold other users' sockets.
    case owners
    /// Marks of sockets, and destroying sockets.
    case destroying
    /// Signals to other users' processes.
    case signals
    /// Sockets of other network namespaces.
    case namespaces

    /// One sentence: what is missing and how to get it.
    package var sentence: SafeText {
      switch self {
      case .owners:
        "owners of other users' sockets are hidden: run as root, or with cap_dac_read_search and cap_sys_ptrace"
      case .destroying:
        "sockets cannot be destroyed, marks are hidden: run as root, or with cap_net_admin"
      case .signals:
        "other users' processes cannot be signalled: run as root, or with cap_kill"
      case .namespaces:
        "other network namespaces cannot be entered: run as root, or with cap_sys_admin and cap_sys_ptrace"
      }
    }

    /// The capabilities to grant, as `setcap` spells them.
    package var capabilities: SafeText {
      switch self {
      case .owners: "cap_dac_read_search,cap_sys_ptrace"
      case .destroying: "cap_net_admin"
      case .signals: "cap_kill"
      case .namespaces: "cap_sys_admin,cap_sys_ptrace"
      }
    }
  }

  /// The capabilities in effect, bit N for capability N.
  package var effective: UInt64

  package init(effective: UInt64) { self.effective = effective }

  /// Those of the calling thread (`capget`).
  package static func current() -> Privileges {
    Privileges(effective: Syscall.effectiveCapabilities())
  }

  /// Gives up every capability but `kept`, for good, and with them core dumps, being traced by the
  /// user's other programs, and gaining anything by executing a program.
  ///
  /// It changes the calling thread and those that it starts later: call it before there are others.
  /// Failing is no reason not to go on: whoever has no capabilities has none to lose.
  package static func giveUp(except kept: [Capability]) {
    let mask = kept.reduce(into: UInt64(0)) { $0 |= 1 << $1.rawValue }
    _ = topss_give_up_privileges(mask)
  }

  /// Whether a capability is in effect.
  package func has(_ capability: Capability) -> Bool {
    effective & 1 << capability.rawValue != 0
  }

  /// What is out of reach, in the order of importance; empty for full privileges.
  package var hidden: [Hidden] { Hidden.allCases.filter { !allows($0) } }

  /// Whether nothing of this kind is out of reach.
  package func allows(_ thing: Hidden) -> Bool {
    switch thing {
    case .owners: (has(.dacReadSearch) || has(.dacOverride)) && has(.sysPtrace)
    case .destroying: has(.netAdmin)
    case .signals: has(.kill)
    case .namespaces: has(.sysAdmin) && has(.sysPtrace)
    }
  }
}
