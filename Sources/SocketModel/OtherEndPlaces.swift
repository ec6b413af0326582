/// Where the sockets of a snapshot stand among 65,536 places, by their ports: how those few are told
/// apart that may be at the other end of a socket.
///
/// Two bytes a socket. Whoever asks about one snapshot again and again keeps them: no record that
/// is not wanted is read a second time.
package struct OtherEndPlaces: Sendable {
  /// One element per record.
  private var numbers: [UInt16] = []

  /// Room for the places of `count` records, none of which is known yet.
  package init(capacity count: Int) { numbers.reserveCapacity(count) }

  /// The places of the first `count` of `records` (nil for all). O(sockets).
  package init(of records: [SocketRecord], count: Int? = nil) {
    let count = min(count ?? records.count, records.count)
    self.init(capacity: count)
    append(0..<count, of: records)
  }

  /// Adds the places of `rows` of `records`; those of all rows before are there.
  package mutating func append(_ rows: Range<Int>, of records: [SocketRecord]) {
    for row in rows {
      // Unix sockets are found by their inodes alone.
      let isUnix = records[row].family.rawValue == AddressFamily.unix.rawValue
      numbers.append(Self.place(records[row].localPort, isUnix ? 0 : records[row].remotePort))
    }
  }

  /// The rows, in their order, that may be at the other end of one of `wanted`: those that are, and
  /// one in a thousand of the others.
  func rows(atOtherEndsOf wanted: [SocketRecord]) -> [UInt32] {
    var asked = [UInt64](repeating: 0, count: 1024)
    var isAsked = false
    for record in wanted {
      for place in Self.places(ofOtherEndOf: record) {
        asked[Int(place >> 6)] |= 1 << UInt64(place & 63)
        isAsked = true
      }
    }
    guard isAsked else { return [] }
    var rows: [UInt32] = []
    for row in numbers.indices {
      let place = numbers[row]
      guard asked[Int(place >> 6)] >> UInt64(place & 63) & 1 != 0 else { continue }
      rows.append(UInt32(clamping: row))
    }
    return rows
  }

  private static func place(_ local: UInt32, _ remote: UInt32) -> UInt16 {
    UInt16(truncatingIfNeeded: local &* 31 ^ local >> 16 ^ remote ^ remote >> 12)
  }

  /// Where `record`'s other end may stand: none, one, or two places.
  private static func places(ofOtherEndOf record: SocketRecord) -> [UInt16] {
    switch record.family {
    case .unix: record.remotePort == 0 ? [] : [place(record.remotePort, 0)]
    case .inet, .inet6:
      if record.remotePort == 0 || record.localPort == 0 {
        []
      } else if record.kind.isDatagram {
        [place(record.remotePort, record.localPort), place(record.remotePort, 0)]
      } else {
        [place(record.remotePort, record.localPort)]
      }
    case .packet, .netlink, .vsock, .tipc, .xdp: []
    }
  }
}
