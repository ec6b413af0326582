/// One message of a datagram: its header and what it says.
package struct NetlinkMessage: Hashable, Sendable {
  package var header: NetlinkHeader
  /// Where the message stands in the datagram, without its padding.
  package var range: Range<Int>
  package var content: NetlinkContent

  @inlinable
  package init(header: NetlinkHeader, range: Range<Int>, content: NetlinkContent) {
    self.header = header
    self.range = range
    self.content = content
  }
}

/// What a message says. Errors are data; ranges are positions in the datagram.
package enum NetlinkContent: Hashable, Sendable {
  /// A message of the subsystem.
  case data(type: UInt16, payload: Range<Int>)
  /// The end of a dump. `status` is negative for a failure, nil when the message carries none.
  case done(status: Int32?)
  /// The request failed.
  case error(NetlinkFailure)
  /// The request was carried out (`NLMSG_ERROR` with 0).
  case acknowledged
  /// Data were lost.
  case overrun
  case noop
  /// The length field is shorter than a header; nothing behind it can be read.
  case malformed
  /// The message, or its header, is longer than what is left of the datagram.
  case truncated
}

/// What the kernel says about a request that failed.
package struct NetlinkFailure: Hashable, Sendable {
  /// The positive errno.
  package var errno: Int32
  /// Where the kernel's explanation stands in the datagram, without its NUL; bytes from outside.
  package var message: Range<Int>?
  /// The position in the request that the kernel did not like.
  package var offset: UInt32?

  package init(errno: Int32, message: Range<Int>? = nil, offset: UInt32? = nil) {
    self.errno = errno
    self.message = message
    self.offset = offset
  }
}
