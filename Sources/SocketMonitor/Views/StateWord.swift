import SocketModel
import TextSafety

extension SocketState {
  /// The state in at most seven cells, for narrow columns: `CLOSE-W`, `FIN-W-1`, `TIME-W`.
  var shortTitle: SafeText {
    switch self {
    case .synSent: "SYN-SNT"
    case .synReceived, .newSynReceived: "SYN-RCV"
    case .finWait1: "FIN-W-1"
    case .finWait2: "FIN-W-2"
    case .timeWait: "TIME-W"
    case .closeWait: "CLOSE-W"
    case .lastAck: "LASTACK"
    case .unknown, .established, .close, .boundInactive, .listen, .closing: title
    }
  }
}
