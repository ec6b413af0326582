internal import SocketModel
internal import TextSafety

extension HostOperandParser {
  /// What `ss` keeps ports and interfaces in.
  private static let signed = Int64(Int32.min)...Int64(Int32.max)

  /// `PROTOCOL[:INTERFACE]` of packet sockets.
  func link(_ operand: Operand) throws(FilterError) -> HostPattern {
    let (name, device) = Self.halves(operand)
    var pattern = HostPattern(family: .packet)
    if let device = Self.stated(device) {
      guard let index = NumberText.whole(device, in: Self.signed) ?? index(named: device),
        Self.signed.contains(index)
      else { throw operand.error(.badDevice(RawText(device))) }
      pattern.port = index == -1 ? nil : index
    }
    guard let name = Self.stated(name) else { return pattern }
    let word = String(decoding: name, as: UTF8.self).lowercased()
    guard let number = ProtocolNames.ethertypes[word] ?? Self.number(name, upTo: 0xffff) else {
      throw operand.error(.badAddress(RawText(name)))
    }
    pattern.addresses = [Self.exact(number, .packet)]
    return pattern
  }

  /// `PROTOCOL[:PORTID]` of netlink sockets.
  func netlink(_ operand: Operand) throws(FilterError) -> HostPattern {
    let (name, port) = Self.halves(operand)
    var pattern = HostPattern(family: .netlink)
    if let port = Self.stated(port) {
      let number = port.elementsEqual("kernel".utf8) ? 0 : NumberText.whole(port, in: Self.signed)
      guard let number else { throw operand.error(.badPort(RawText(port))) }
      pattern.port = number == -1 ? nil : number
    }
    guard let name = Self.stated(name) else { return pattern }
    let word = String(decoding: name, as: UTF8.self)
    guard let number = ProtocolNames.netlink[word] ?? Self.number(name, upTo: 0xff) else {
      throw operand.error(.badAddress(RawText(name)))
    }
    pattern.addresses = [Self.exact(number, .netlink)]
    return pattern
  }

  /// `CID[:PORT]` of vsock sockets.
  func vsock(_ operand: Operand) throws(FilterError) -> HostPattern {
    let (context, port) = Self.halves(operand)
    var pattern = HostPattern(family: .vsock)
    if let port = Self.stated(port) {
      guard let number = Self.number(port, upTo: 0xffff_ffff) else {
        throw operand.error(.badPort(RawText(port)))
      }
      pattern.port = Int64(number)
    }
    guard let context = Self.stated(context) else { return pattern }
    guard let number = Self.number(context, upTo: 0xffff_ffff) else {
      throw operand.error(.badAddress(RawText(context)))
    }
    pattern.addresses = [Self.exact(number, .vsock)]
    return pattern
  }

  /// Families that have no pattern of their own: ports only.
  func other(_ operand: Operand, family: AddressFamily?) throws(FilterError) -> HostPattern {
    guard let (address, port) = Self.split(operand), Self.stated(address) == nil else {
      throw operand.error(.badAddress(RawText(operand.text)))
    }
    var pattern = HostPattern(family: family)
    guard let port = Self.stated(port) else { return pattern }
    guard let number = self.port(port) else { throw operand.error(.badPort(RawText(port))) }
    pattern.port = number == -1 ? nil : number
    return pattern
  }

  /// The index of an interface by name or number.
  func index(ofDevice text: ArraySlice<UInt8>) -> UInt32? {
    let index = index(named: text) ?? NumberText.whole(text, in: 0...Int64(UInt32.max))
    return index.map { UInt32(truncatingIfNeeded: $0) }
  }

  /// The index of an interface by its name, or by one that begins `ifN`, as `ss` calls those that
  /// have none: it reads N as `scanf` does, whatever follows, and 0 is no index.
  private func index(named text: ArraySlice<UInt8>) -> Int64? {
    let name = String(decoding: text, as: UTF8.self)
    if let index = deviceNames.deviceIndex(name: name) { return Int64(index) }
    guard text.starts(with: "if".utf8) else { return nil }
    let index = NumberText.scanned(text.dropFirst(2)).map { UInt32(truncatingIfNeeded: $0) }
    return index == 0 ? nil : index.map(Int64.init)
  }

  /// What stands before the last colon and after it; all of a port field is the second.
  private static func halves(_ operand: Operand) -> (ArraySlice<UInt8>, ArraySlice<UInt8>) {
    let text = operand.text
    if let colon = text.lastIndex(of: 0x3a) { return (text[..<colon], text[(colon + 1)...]) }
    return operand.isPort ? (text.prefix(0), text) : (text, text.suffix(0))
  }

  /// `text`, or nil for an empty one and `*`, which mean any.
  private static func stated(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    text.isEmpty || text.elementsEqual([0x2a]) ? nil : text
  }

  private static func number(_ text: ArraySlice<UInt8>, upTo limit: Int64) -> UInt32? {
    NumberText.whole(text, in: 0...limit).map { UInt32(truncatingIfNeeded: $0) }
  }

  private static func exact(_ number: UInt32, _ family: AddressFamily) -> AddressPrefix {
    AddressPrefix(family: family, bits: AddressBits(word: number), length: 32)
  }
}
