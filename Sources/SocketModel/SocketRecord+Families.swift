package import TextSafety

/// What some families say in fields of the others.
extension SocketRecord {
  /// The Netid of `ss`: the kind's title, and for a raw socket that came by sock_diag the name of
  /// its protocol as `ss` spells it (`???` for one that it does not know).
  package var netid: SafeText {
    guard kind == .raw, cookie != 0 else { return kind.title }
    return switch protocolNumber {
    case 0: "raw"
    case 6: "tcp"
    case 17: "udp"
    case 33: "dccp"
    case 58: "icmp6"
    case 132: "sctp"
    default: "???"
    }
  }

  /// Where a netlink socket is connected to; nil for one that is not, and for other families.
  ///
  /// It stands in the lower 96 bits of `remoteAddress`, so that `remotePort` and the upper word
  /// compare as `ss` compares them.
  package var netlinkPeer: NetlinkPeer? {
    get {
      guard family == .netlink, remoteAddress.high == 1 else { return nil }
      return NetlinkPeer(
        group: UInt32(truncatingIfNeeded: remoteAddress.low >> 32),
        portID: UInt32(truncatingIfNeeded: remoteAddress.low))
    }
    set {
      remoteAddress =
        newValue.map {
          AddressBits(high: 1, low: UInt64($0.group) << 32 | UInt64($0.portID))
        } ?? .zero
    }
  }
}

/// The destination of a connected netlink socket.
package struct NetlinkPeer: Hashable, Sendable {
  /// The multicast groups, one bit a group.
  package var group: UInt32
  /// The port id, 0 for the kernel.
  package var portID: UInt32

  package init(group: UInt32, portID: UInt32) {
    self.group = group
    self.portID = portID
  }
}
