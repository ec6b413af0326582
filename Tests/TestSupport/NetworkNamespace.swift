internal import CTestSupport
internal import Glibc

/// A network namespace of a test's own, with `lo` up; gone with its last user.
package final class NetworkNamespace: Sendable {
  package let descriptor: Int32

  /// Needs CAP_SYS_ADMIN. With `buckets`, a power of 2, its TCP connections are in a table of their
  /// own with so many, else in the host's.
  package init(buckets: UInt32 = 0) throws {
    descriptor = topss_test_network_open(buckets)
    guard descriptor >= 0 else { throw TestFailure.system("unshare", errno) }
  }

  /// The namespace that a process lives in.
  package init(of pid: Int32) throws {
    descriptor = unsafe open("/proc/\(pid)/ns/net", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw TestFailure.system("open", errno) }
  }

  /// Takes over an open namespace.
  package init(owning descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Whether this process may make namespaces; a reason to skip tests that need one.
  package static let isPermitted: Bool = (try? NetworkNamespace()) != nil
}
