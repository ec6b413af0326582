internal import CSys
internal import Glibc
internal import SockDiag
package import SocketModel

/// Hears the kernel announce the ends of sockets, one after another and in full detail: `ss -E`.
///
/// It belongs to one thread and to the network namespace that it was opened in.
package final class DestroyStream {
  private let socket: NetlinkSocket

  /// Listens for the ends of sockets of `tables` and `families`; the kernel announces TCP and UDP.
  ///
  /// Throws `DiagError.system(.subscribe, …)` where the kernel cannot be listened to.
  package init(tables: SocketTables, families: FamilySet) throws(DiagError) {
    socket = try NetlinkSocket()
    for group in DestroyGroup.allCases {
      let (kind, family) = Self.content(of: group)
      guard tables.contains(kind), families.contains(family) else { continue }
      guard topss_netlink_membership(socket.descriptor, Int32(clamping: group.number), 1) == 0
      else { throw .system(.subscribe, errno: errno) }
    }
  }

  /// Waits for the next datagram and hands over the sockets in it; their record's indices and ranges
  /// lead nowhere. Returns false when announcements were lost before it.
  package func next(_ each: (SocketDetail) -> Void) throws(DiagError) -> Bool {
    while true {
      do throws(DiagError) {
        let isRead: Void? = try socket.receiveWaiting { datagram, origin in
          if origin.port == 0 { Self.read(datagram, each) }
        }
        if isRead != nil { return true }
      } catch {
        guard error.errno == ENOBUFS else { throw error }
        return false
      }
      Syscall.waitUntilReadable(socket.descriptor)
    }
  }

  private static func read(_ datagram: RawSpan, _ each: (SocketDetail) -> Void) {
    var reader = DestroyEventReader()
    while let event = reader.next(in: datagram) {
      var scratch = SnapshotBuilder()
      let decoder = DetailDecoder(table: event.table)
      guard var detail = decoder.decode(event.payload, in: datagram, into: &scratch) else {
        continue
      }
      detail.record = event.record
      each(detail)
    }
  }

  private static func content(of group: DestroyGroup) -> (SocketKind, AddressFamily) {
    switch group {
    case .tcp4: (.tcp, .inet)
    case .udp4: (.udp, .inet)
    case .tcp6: (.tcp, .inet6)
    case .udp6: (.udp, .inet6)
    }
  }
}
