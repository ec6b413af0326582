internal import SocketModel

/// Bits of `KnownFields`, read once for each datagram: to ask another module for each of them and
/// for set operations costs calls for every socket.
struct KnownBits: Hashable, Sendable {
  let owner = KnownFields.owner.rawValue
  let memory = KnownFields.memory.rawValue
  let queues = KnownFields.queues.rawValue
  let shutdown = KnownFields.shutdown.rawValue
  let v6OnlyTold = KnownFields.v6OnlyTold.rawValue
  let v6Only = KnownFields.v6Only.rawValue
  let mark = KnownFields.mark.rawValue
  let cgroup = KnownFields.cgroup.rawValue
  let tcpInfo = KnownFields.tcpInfo.rawValue
  let bytesAcked = KnownFields.bytesAcked.rawValue
  let segments = KnownFields.segments.rawValue
  let minimumRTT = KnownFields.minimumRTT.rawValue
  let deliveryRate = KnownFields.deliveryRate.rawValue
  let limits = KnownFields.limits.rawValue
  let bytesSent = KnownFields.bytesSent.rawValue
  let sendWindow = KnownFields.sendWindow.rawValue
}
