import SocketModel

/// The kernel's audit and interpreter of `INET_DIAG_REQ_BYTECODE`, written anew from their
/// description, for comparison.
struct BytecodeInterpreter {
  let bytes: [UInt8]

  private func half(_ place: Int) -> Int { Int(bytes[place]) | Int(bytes[place + 1]) << 8 }
  private func word(_ place: Int) -> UInt32 {
    UInt32(half(place)) | UInt32(half(place + 2)) << 16
  }

  /// Whether the kernel would take the code.
  var isValid: Bool {
    var starts: Set<Int> = [bytes.count]
    var place = 0
    while place + 4 <= bytes.count {
      starts.insert(place)
      let length = Int(bytes[place + 1])
      guard length >= 4, length % 4 == 0, length >= minimum(place) else { return false }
      place += length
    }
    guard place == bytes.count else { return false }
    place = 0
    while place < bytes.count {
      let no = half(place + 2)
      guard no >= 4, no % 4 == 0, no <= bytes.count - place + 4 else { return false }
      guard place + no >= bytes.count || starts.contains(place + no) else { return false }
      place += Int(bytes[place + 1])
    }
    return true
  }

  private func minimum(_ place: Int) -> Int {
    switch bytes[place] {
    case 2...5: 8
    case 7, 8: bytes[place + 4] == 10 ? 28 : 16
    case 10, 13: 12
    default: 4
    }
  }

  /// Whether the kernel would send the socket; nil when the code runs astray.
  func accepts(_ record: SocketRecord) -> Bool? {
    var place = 0
    for _ in 0...bytes.count {
      guard place < bytes.count else {
        return place == bytes.count ? true : place == bytes.count + 4 ? false : nil
      }
      place += holds(place, record) ? Int(bytes[place + 1]) : half(place + 2)
    }
    return nil
  }

  private func holds(_ place: Int, _ record: SocketRecord) -> Bool {
    switch bytes[place] {
    case 1: return false
    case 2: return record.localPort >= half(place + 6)
    case 3: return record.localPort <= half(place + 6)
    case 4: return record.remotePort >= half(place + 6)
    case 5: return record.remotePort <= half(place + 6)
    case 6: return true
    case 7: return host(place + 4, record.localAddress, record.localPort, record.family)
    case 8: return host(place + 4, record.remoteAddress, record.remotePort, record.family)
    case 10: return record.mark & word(place + 8) == word(place + 4)
    default: return false
    }
  }

  private func host(
    _ place: Int, _ address: AddressBits, _ port: UInt32, _ family: AddressFamily
  ) -> Bool {
    let wanted = Int32(bitPattern: word(place + 4))
    if wanted != -1, wanted != Int32(bitPattern: port) { return false }
    let length = Int(bytes[place + 1])
    switch (bytes[place], family) {
    case (0, _): return true
    case (2, .inet), (10, .inet6): return bits(place + 8, length, of: octets(address))
    case (2, .inet6):
      guard address.isMappedIPv4 else { return false }
      return bits(place + 8, length, of: Array(octets(address)[12...]))
    default: return false
    }
  }

  private func octets(_ address: AddressBits) -> [UInt8] {
    [address.high, address.low].flatMap { half in
      (0..<8).map { UInt8(truncatingIfNeeded: half >> UInt64(56 - 8 * $0)) }
    }
  }

  private func bits(_ place: Int, _ length: Int, of octets: [UInt8]) -> Bool {
    (0..<length).allSatisfy { index in
      let mask = UInt8(0x80) >> UInt8(index % 8)
      return bytes[place + index / 8] & mask == octets[index / 8] & mask
    }
  }
}
