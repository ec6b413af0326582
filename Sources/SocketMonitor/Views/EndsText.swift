import TextSafety

/// Two addresses in one line: what is too long is cut so that both ports stay.
enum EndsText {
  /// `10.0.0.1:443 → 203.0.113.9:51234` in at most `room` cells, of which the first may have half.
  static func text(
    _ local: SafeText, _ separator: SafeText, _ peer: SafeText, room: Int, ellipsis: SafeText
  ) -> SafeText {
    let space = max(0, room &- separator.columns)
    let peerRoom = max(space / 2, space - local.columns)
    let shownPeer = peer.truncated(to: peerRoom, .address, ellipsis: ellipsis)
    let localRoom = space - shownPeer.columns
    return local.truncated(to: localRoom, .address, ellipsis: ellipsis) + separator + shownPeer
  }
}

extension SafeText {
  fileprivate static func + (left: SafeText, right: SafeText) -> SafeText {
    var text = left
    text.append(right)
    return text
  }
}
