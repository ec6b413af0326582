internal import SocketModel

/// Bits of `KnownFields`, read once before a loop over all sockets: asking another module for them
/// and for set operations costs a call each.
struct KnownMasks: Sendable {
  let owner = KnownFields.owner.rawValue
  let memory = KnownFields.memory.rawValue
  let tcpInfo = KnownFields.tcpInfo.rawValue
  let limits = KnownFields.limits.rawValue
  let bytesAcked = KnownFields.bytesAcked.rawValue
  let bytesSent = KnownFields.bytesSent.rawValue
}
