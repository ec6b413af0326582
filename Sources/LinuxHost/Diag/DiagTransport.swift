package import SocketModel

/// The seam of replay and tests: one request goes in, its reply datagrams come out.
///
/// The kernel's side is `NetlinkSocket`; everything behind a transport is a pure function of the
/// bytes and the time.
package protocol DiagTransport: AnyObject {
  /// The port id that replies to this transport carry.
  var port: UInt32 { get }

  /// Sends `request`, one or more netlink messages back to back, and hands every datagram that
  /// follows to `receive` until it returns false.
  ///
  /// Datagrams of senders other than the kernel are handed on too, with their port id: who decodes
  /// ignores them. Throws `DiagError.timedOut` when `deadline` passes first; the bytes that came
  /// until then have been handed over.
  func exchange(
    _ request: [UInt8], deadline: MonotonicTime,
    receive: (RawSpan, DatagramOrigin) -> Bool
  ) throws(DiagError)

  /// Replaces the connection to the kernel by a fresh one: replies still under way are gone.
  func reset() throws(DiagError)
}

/// Where a datagram came from and whether all of it is there.
package struct DatagramOrigin: Hashable, Sendable {
  /// The sender's netlink port id; 0 is the kernel.
  package var port: UInt32
  /// The datagram was longer than the buffer and its end is lost.
  package var isTruncated: Bool

  package init(port: UInt32 = 0, isTruncated: Bool = false) {
    self.port = port
    self.isTruncated = isTruncated
  }
}
