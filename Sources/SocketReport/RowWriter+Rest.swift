internal import SocketModel
internal import TextSafety

extension RowWriter {
  func writeRest(
    _ record: SocketRecord, _ detail: SocketDetail?, isAssociation: Bool, to text: inout SafeText
  ) {
  }
}
