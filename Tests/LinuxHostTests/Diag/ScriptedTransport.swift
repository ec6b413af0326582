import LinuxHost
import SocketModel

/// A kernel that says what a test wrote down: one script of events for each exchange.
final class ScriptedTransport: DiagTransport {
  /// What happens next.
  enum Event {
    /// A datagram, made with the sequence number of the request.
    case datagram((UInt32) -> [UInt8], origin: DatagramOrigin = DatagramOrigin())
    case failure(DiagError)
  }

  /// What the answers to the exchanges are, in order; an exchange beyond it times out.
  var scripts: [[Event]]
  let port: UInt32 = 4711
  private(set) var requests: [[UInt8]] = []
  private(set) var resets = 0

  init(_ scripts: [[Event]]) { self.scripts = scripts }

  func exchange(
    _ request: [UInt8], deadline: MonotonicTime,
    receive: (RawSpan, DatagramOrigin) -> Bool
  ) throws(DiagError) {
    requests.append(request)
    guard requests.count <= scripts.count else { throw .timedOut }
    let sequence = Self.sequence(of: request)
    for event in scripts[requests.count - 1] {
      switch event {
      case .failure(let error): throw error
      case .datagram(let make, let origin):
        let bytes = make(sequence)
        guard unsafe receive(bytes.span.bytes, origin) else { return }
      }
    }
    throw .timedOut
  }

  func reset() throws(DiagError) { resets += 1 }

  /// The sequence number of a request's first message.
  static func sequence(of request: [UInt8]) -> UInt32 {
    guard request.count >= 12 else { return 0 }
    return (0..<4).reduce(0) { $0 | UInt32(request[8 + $1]) << UInt32(8 * $1) }
  }
}
