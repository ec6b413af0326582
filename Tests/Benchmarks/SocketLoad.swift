internal import CSys
internal import Glibc

/// The load of `socket-load`, in whose network namespace this process then lives.
final class SocketLoad {
  private let child: Child
  private let stop: Int32

  /// Starts `pairs` connections, `active` of them sending; nil without the program or the right.
  init?(program: String, pairs: Int, active: Int) {
    guard let input = Self.pipe(), let output = Self.pipe() else { return nil }
    guard
      let child = Child(
        [program, "\(pairs)", "\(active)"], input: input.read, output: output.write, error: 2)
    else { return nil }
    self.child = child
    stop = input.write
    close(input.read)
    close(output.write)
    var line = [UInt8](repeating: 0, count: 64)
    let count = unsafe read(output.read, &line, line.count)
    close(output.read)
    guard count > 0, line[0] == UInt8(ascii: "R") else { return nil }
    let file = unsafe open("/proc/\(child.pid)/ns/net", O_RDONLY | O_CLOEXEC)
    guard file >= 0, topss_enter_network_namespace(file) == 0 else { return nil }
    close(file)
  }

  deinit {
    close(stop)
    _ = child.wait()
  }

  private static func pipe() -> (read: Int32, write: Int32)? {
    var ends: [Int32] = [0, 0]
    guard unsafe Glibc.pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }
}
