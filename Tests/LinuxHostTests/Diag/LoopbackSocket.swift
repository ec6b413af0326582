import Glibc
import SocketModel

/// A socket of the test itself, on loopback; closed when the object goes.
final class LoopbackSocket {
  let descriptor: Int32

  init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// The two ends of a TCP connection and the listener that made it.
  struct Connection {
    let listener: LoopbackSocket
    let client: LoopbackSocket
    let server: LoopbackSocket
  }

  static func tcpListener() -> LoopbackSocket {
    let socket = LoopbackSocket(descriptor: Glibc.socket(AF_INET, streamType, 0))
    socket.bindToLoopback(port: 0)
    listen(socket.descriptor, 16)
    return socket
  }

  /// A TCP socket that is not even bound.
  static func unboundTCP() -> LoopbackSocket {
    LoopbackSocket(descriptor: Glibc.socket(AF_INET, streamType, 0))
  }

  /// A TCP socket that is bound and nothing else.
  static func boundTCP() -> LoopbackSocket {
    let socket = LoopbackSocket(descriptor: Glibc.socket(AF_INET, streamType, 0))
    socket.bindToLoopback(port: 0)
    return socket
  }

  /// A listener of MPTCP; nil where the kernel has none.
  static func mptcpListener() -> LoopbackSocket? {
    // IPPROTO_MPTCP.
    let descriptor = Glibc.socket(AF_INET, streamType, 262)
    guard descriptor >= 0 else { return nil }
    let socket = LoopbackSocket(descriptor: descriptor)
    socket.bindToLoopback(port: 0)
    listen(descriptor, 16)
    return socket
  }

  /// A listener that shares its port (`SO_REUSEPORT`); port 0 lets the kernel choose.
  static func sharedTCPListener(port: UInt16) -> LoopbackSocket {
    let socket = LoopbackSocket(descriptor: Glibc.socket(AF_INET, streamType, 0))
    var on: Int32 = 1
    unsafe setsockopt(
      socket.descriptor, SOL_SOCKET, SO_REUSEPORT, &on, socklen_t(MemoryLayout<Int32>.size))
    socket.bindToLoopback(port: port)
    listen(socket.descriptor, 16)
    return socket
  }

  static func tcpConnection() -> Connection {
    let listener = tcpListener()
    let client = LoopbackSocket(descriptor: Glibc.socket(AF_INET, streamType, 0))
    client.connectToLoopback(port: listener.port)
    let server = LoopbackSocket(descriptor: accept(listener.descriptor, nil, nil))
    return Connection(listener: listener, client: client, server: server)
  }

  /// A bound UDP socket; port 0 lets the kernel choose.
  static func udp(port: UInt16 = 0) -> LoopbackSocket {
    let type = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let socket = LoopbackSocket(descriptor: Glibc.socket(AF_INET, type, 0))
    socket.bindToLoopback(port: port)
    return socket
  }

  static func raw(protocolNumber: Int32) -> LoopbackSocket? {
    let type = Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = Glibc.socket(AF_INET, type, protocolNumber)
    return descriptor < 0 ? nil : LoopbackSocket(descriptor: descriptor)
  }

  static func unixListener(abstractName: String) -> LoopbackSocket {
    let socket = LoopbackSocket(descriptor: Glibc.socket(AF_UNIX, streamType, 0))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { path in
      for (index, byte) in abstractName.utf8.enumerated() { unsafe path[index + 1] = byte }
    }
    let length = socklen_t(2 + 1 + abstractName.utf8.count)
    _ = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(socket.descriptor, $0, length)
      }
    }
    listen(socket.descriptor, 4)
    return socket
  }

  /// `SO_COOKIE`: what the kernel calls the socket.
  var cookie: UInt64 {
    var value: UInt64 = 0
    var length = socklen_t(MemoryLayout<UInt64>.size)
    unsafe getsockopt(descriptor, SOL_SOCKET, 57, &value, &length)
    return value
  }

  /// The local port.
  var port: UInt16 {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(descriptor, $0, &length)
      }
    }
    return UInt16(bigEndian: address.sin_port)
  }

  func connectToLoopback(port: UInt16) {
    var address = Self.loopback(port: port)
    _ = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  /// Sends `count` bytes and returns when all are handed to the kernel.
  func send(count: Int) {
    let bytes = [UInt8](repeating: 0x61, count: count)
    var sent = 0
    while sent < count {
      let got = unsafe bytes[sent...].withUnsafeBytes {
        unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard got > 0 else { return }
      sent += got
    }
  }

  /// Reads until `count` bytes have come.
  func receive(count: Int) {
    var bytes = [UInt8](repeating: 0, count: 65536)
    var received = 0
    while received < count {
      let got = unsafe recv(descriptor, &bytes, bytes.count, 0)
      guard got > 0 else { return }
      received += got
    }
  }

  /// The errno of an empty read that does not wait: `EAGAIN` while the connection lives.
  func pendingError() -> Int32 {
    var byte: UInt8 = 0
    let got = unsafe recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT))
    return got < 0 ? errno : 0
  }

  /// Makes `close` send a reset.
  func resetOnClose() {
    var value = linger(l_onoff: 1, l_linger: 0)
    unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
  }

  private func bindToLoopback(port: UInt16) {
    var address = Self.loopback(port: port)
    _ = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  private static let streamType = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)

  private static func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
  }
}

/// Makes the receive buffer of `descriptor` as small as the kernel allows.
func shrinkReceiveBuffer(of descriptor: Int32) {
  var size: Int32 = 0
  unsafe setsockopt(
    descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
}
