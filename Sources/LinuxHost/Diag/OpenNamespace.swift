internal import Synchronization

/// Another network namespace that sockets and files are opened in.
///
/// The descriptor of the namespace is kept, so that a fresh socket can be opened later; it keeps the
/// namespace alive.
package final class OpenNamespace: Sendable {
  private let namespace: FileDescriptor
  private let files = Mutex<[Int32]>([])

  /// Takes over an open `/proc/PID/ns/net` or `/run/netns/NAME`.
  package init(owning namespace: consuming FileDescriptor) { self.namespace = namespace }

  deinit {
    for file in files.withLock({ $0 }) { _ = FileDescriptor(owning: file) }
  }

  /// A sock_diag socket that lives there, for a `SocketCollector` or a `DestroyListener`.
  ///
  /// Throws `DiagError.system(.open, …)`; `EPERM` without `CAP_SYS_ADMIN`.
  package func openSocket() throws(DiagError) -> NetlinkSocket {
    try NetlinkSocket { [self] () throws(DiagError) in try openDescriptor() }
  }

  /// Where the tables and counters of the namespace are read. It opens `tables`, the counters of
  /// `ss -s` and the counts of protocols now and keeps them open as long as this object lives; other
  /// files are missing.
  package func openPaths(tables: [ProcNetTable] = [.raw, .raw6]) -> ProcNetPaths {
    var paths = ProcNetPaths()
    paths.directory = "/proc/self/net-of-another-namespace"
    let counters = ["sockstat", "sockstat6", "snmp", "netstat", "snmp6", ProtocolCounts.file]
    for name in tables.map(\.fileName) + counters {
      if let path = openFile(name) { paths.move(file: name, to: path) }
    }
    return paths
  }

  private func openDescriptor() throws(DiagError) -> Int32 {
    do throws(Errno) {
      let socket = try NetworkNamespace.within(namespace) { () throws(Errno) in
        do throws(DiagError) {
          return FileDescriptor(owning: try NetlinkSocket.openDescriptor())
        } catch {
          throw error.errno.map(Errno.init(rawValue:)) ?? .tryAgain
        }
      }
      return socket.release()
    } catch {
      throw .system(.open, errno: error.rawValue)
    }
  }

  /// A path that leads to the namespace's own file from any thread of this process.
  private func openFile(_ name: String) -> String? {
    do throws(Errno) {
      let file = try NetworkNamespace.within(namespace) { () throws(Errno) in
        try Syscall.open("/proc/thread-self/net/" + name)
      }
      let number = file.release()
      files.withLock { $0.append(number) }
      return "/proc/self/fd/\(number)"
    } catch {
      return nil
    }
  }
}
