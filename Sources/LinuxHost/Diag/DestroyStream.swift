internal import CSys
internal import Glibc
internal import SockDiag
package import SocketModel

/// Hears the kernel announce the ends of sockets, one after another and in full detail: `ss -E`.
///
/// It belongs to one thread and to the network namespace that it was opened in.
package final class DestroyStream {
  private let socket: NetlinkSocket
  private let namespace: NamespaceID

  /// Listens for the ends of sockets of `tables` and `families`, through a socket that `open` makes
  /// in its namespace; the kernel announces TCP and UDP.
  ///
  /// Throws `DiagError.system(.subscribe, …)` where the kernel cannot be listened to.
  package init(
    tables: SocketTables, families: FamilySet, namespace: NamespaceID = .own,
    open: () throws(DiagError) -> NetlinkSocket = { () throws(DiagError) in try NetlinkSocket() }
  ) throws(DiagError) {
    self.namespace = namespace
    socket = try open()
    for group in DestroyGroup.allCases {
      let (kind, family) = Self.content(of: group)
      guard tables.contains(kind), families.contains(family) else { continue }
      guard topss_netlink_membership(socket.descriptor, Int32(clamping: group.number), 1) == 0
      else { throw .system(.subscribe, errno: errno) }
    }
  }

  /// Waits until one of `streams` has something to read, at most `seconds`; nil for however long.
  package static func wait(for streams: [DestroyStream], seconds: Double?) {
    Syscall.waitUntilReadable(streams.map(\.socket.descriptor), seconds: seconds)
  }

  /// Reads a datagram that is already there and hands over the sockets in it; their record's indices
  /// and ranges lead nowhere. Nil when there is none, false when announcements were lost before it.
  package func readWaiting(_ each: (SocketDetail) -> Void) throws(DiagError) -> Bool? {
    do throws(DiagError) {
      let isRead: Void? = try socket.receiveWaiting { datagram, origin in
        guard origin.port == 0 else { return }
        Self.read(datagram) { detail in
          var detail = detail
          detail.record.namespace = namespace
          each(detail)
        }
      }
      return isRead.map { true }
    } catch {
      guard error.errno == ENOBUFS else { throw error }
      return false
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
