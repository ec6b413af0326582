/// How many sockets of each protocol there are, from `/proc/net/protocols`.
///
/// The file is opened once: it shows the network namespace that the calling thread was in then.
package final class ProtocolCounts {
  static let file = "protocols"

  private let file: ProcFile
  private var bytes: [UInt8] = []

  /// Nil when the file cannot be opened.
  package init?(paths: ProcNetPaths = ProcNetPaths()) {
    guard let file = ProcFile(path: paths.path(ofCounters: Self.file)) else { return nil }
    self.file = file
  }

  /// The sockets of the protocol `name` and of `name` with `v6` behind it, now; nil when the file
  /// cannot be read or names neither.
  package func sockets(of name: String) -> UInt64? {
    sum { Self.names(name, $0) }
  }

  /// The sockets of all protocols, without those in TIME-WAIT; nil when the file cannot be read.
  package func allSockets() -> UInt64? { sum { _ in true } }

  private func sum(where isWanted: (ArraySlice<UInt8>) -> Bool) -> UInt64? {
    guard file.read(into: &bytes) else { return nil }
    var sum: UInt64?
    for line in ProcLines(bytes) {
      var fields = ProcFields(bytes, in: line)
      guard let word = fields.word(), isWanted(bytes[word]), fields.skip(),
        let count = fields.decimal(UInt64.self)
      else { continue }
      sum = (sum ?? 0) &+ count
    }
    return sum
  }

  private static func names(_ name: String, _ word: ArraySlice<UInt8>) -> Bool {
    word.starts(with: name.utf8)
      && (word.count == name.utf8.count || word.dropFirst(name.utf8.count).elementsEqual("v6".utf8))
  }
}
