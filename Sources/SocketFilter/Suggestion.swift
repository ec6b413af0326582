internal import SocketModel
internal import TextSafety

/// Finds the known word that an unknown one probably stands for.
enum Suggestion {
  /// The first of `words` that goes on from `word`, which may not be finished; else the nearest, at
  /// most two typing errors away (one for short words). Nil when none is near.
  static func nearest(to word: [UInt8], among words: some Sequence<String>) -> RawText? {
    guard word.count > 1, word.count <= 32 else { return nil }
    let word = word.map(lowercased)
    let limit = word.count < 5 ? 1 : 2
    var best: (word: String, rank: Int)?
    for candidate in words {
      let bytes = Array(candidate.utf8)
      let rank = bytes.starts(with: word) ? 0 : distance(word, bytes)
      guard rank <= limit, rank < best?.rank ?? .max else { continue }
      best = (candidate, rank)
    }
    return best.map { RawText(utf8: $0.word) }
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one into the other.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var older = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for (row, byte) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var cost = min(current[column], previous[column + 1]) + 1
        cost = min(cost, previous[column] + (byte == other ? 0 : 1))
        if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
          cost = min(cost, older[column - 1] + 1)
        }
        current.append(cost)
      }
      older = previous
      previous = current
    }
    return previous[right.count]
  }
}

/// `byte` as a lower-case ASCII letter.
func lowercased(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte }
