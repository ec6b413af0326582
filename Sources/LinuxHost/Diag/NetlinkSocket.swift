internal import CSys
internal import Glibc
package import SocketModel

/// A socket of `NETLINK_SOCK_DIAG`, closed once, when the object goes.
///
/// It belongs to the queue of its owner and to the network namespace that its thread was in when it
/// was opened. Nothing here waits beyond its deadline, and an interrupted call is repeated.
package final class NetlinkSocket: DiagTransport {
  /// Bytes of the receive buffer: the kernel never fills more in one batch of a dump.
  package static let bufferSize = 32 * 1024

  /// Bytes that the kernel may keep ready: a dump needs none, a hundred exact answers need some.
  private static let receiveBufferSize: Int32 = 1 << 20

  /// The errno that a call fails with instead of being made; 0 for none. For tests.
  package typealias Fault = @Sendable (Call) -> Int32

  /// A system call that can be interrupted.
  package enum Call: Hashable, Sendable { case send, receive, wait }

  /// The open socket; changes with `reset`.
  package private(set) var descriptor: Int32
  /// The port id that the kernel gave to the socket.
  package private(set) var port: UInt32
  private let opener: @Sendable () throws(DiagError) -> Int32
  private let fault: Fault?
  private var buffer = [UInt8](repeating: 0, count: NetlinkSocket.bufferSize)

  /// Opens a socket in the namespace of the calling thread.
  package convenience init() throws(DiagError) {
    try self.init(opener: NetlinkSocket.openDescriptor)
  }

  /// Takes its descriptors from `opener`, now and at each `reset`, and owns them: for a socket
  /// within another network namespace, which stays there whichever thread uses it.
  package init(
    opener: @escaping @Sendable () throws(DiagError) -> Int32, fault: Fault? = nil
  ) throws(DiagError) {
    self.opener = opener
    self.fault = fault
    descriptor = try opener()
    port = topss_netlink_port(descriptor)
  }

  deinit { _ = close(descriptor) }

  /// A new bound sock_diag socket in the namespace of the calling thread; the caller owns it.
  package static func openDescriptor() throws(DiagError) -> Int32 {
    let descriptor = topss_netlink_open()
    guard descriptor >= 0 else { throw .system(.open, errno: errno) }
    _ = topss_netlink_receive_buffer(descriptor, receiveBufferSize)
    guard topss_netlink_bind(descriptor, 0) == 0 else {
      let reason = errno
      _ = close(descriptor)
      throw .system(.bind, errno: reason)
    }
    return descriptor
  }

  package func reset() throws(DiagError) {
    let fresh = try opener()
    _ = close(descriptor)
    descriptor = fresh
    port = topss_netlink_port(fresh)
  }

  package func exchange(
    _ request: [UInt8], deadline: MonotonicTime,
    receive: (RawSpan, DatagramOrigin) -> Bool
  ) throws(DiagError) {
    try send(request)
    var wantsMore = true
    while wantsMore {
      wantsMore = try receiveNext(before: deadline, receive)
    }
  }

  /// Sends `request` to the kernel.
  package func send(_ request: [UInt8]) throws(DiagError) {
    while true {
      let count =
        isFailing(.send)
        ? -1
        : unsafe request.withUnsafeBytes {
          unsafe topss_netlink_send(descriptor, $0.baseAddress, $0.count)
        }
      if count >= 0 { return }
      guard errno == EINTR else { throw .system(.send, errno: errno) }
    }
  }

  /// Reads one datagram that is already there and hands it to `body`; nil when there is none.
  package func receiveWaiting<Result>(
    _ body: (RawSpan, DatagramOrigin) -> Result
  ) throws(DiagError) -> Result? {
    while true {
      var origin = DatagramOrigin()
      let count = receiveBytes(&origin)
      if count >= 0 {
        let received = buffer
        let bytes = unsafe received.span.bytes
        return body(bytes.extracting(first: min(count, bytes.byteCount)), origin)
      }
      if errno == EAGAIN { return nil }
      guard errno == EINTR else { throw .system(.receive, errno: errno) }
    }
  }

  private func receiveNext(
    before deadline: MonotonicTime, _ body: (RawSpan, DatagramOrigin) -> Bool
  ) throws(DiagError) -> Bool {
    while true {
      if let answer = try receiveWaiting(body) { return answer }
      try waitReadable(before: deadline)
    }
  }

  private func receiveBytes(_ origin: inout DatagramOrigin) -> Int {
    guard !isFailing(.receive) else { return -1 }
    var truncated: Int32 = 0
    var port: UInt32 = 0
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe topss_netlink_receive(descriptor, $0.baseAddress, $0.count, &port, &truncated)
    }
    origin = DatagramOrigin(port: port, isTruncated: truncated != 0)
    return count
  }

  private func waitReadable(before deadline: MonotonicTime) throws(DiagError) {
    let now = HostClock.monotonic()
    guard now < deadline else { throw .timedOut }
    let milliseconds = (deadline.nanoseconds &- now.nanoseconds) / 1_000_000 &+ 1
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let ready =
      isFailing(.wait) ? -1 : unsafe poll(&request, 1, Int32(clamping: milliseconds))
    guard ready < 0, errno != EINTR else { return }
    throw .system(.receive, errno: errno)
  }

  /// Whether a test lets `call` fail; errno is set then.
  private func isFailing(_ call: Call) -> Bool {
    guard let reason = fault?(call), reason != 0 else { return false }
    errno = reason
    return true
  }
}
