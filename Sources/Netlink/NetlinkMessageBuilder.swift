/// Puts a message together: header, payload, attributes, lengths.
package struct NetlinkMessageBuilder: Sendable {
  /// The message so far, padded to four bytes; its length field is right at any time.
  package private(set) var bytes: [UInt8] = []
  private let hasHeader: Bool

  /// Begins a message with its header.
  package init(
    type: UInt16, flags: NetlinkFlags = [], sequence: UInt32 = 0, port: UInt32 = 0
  ) {
    hasHeader = true
    append(UInt32(0))
    append(type)
    append(flags.rawValue)
    append(sequence)
    append(port)
    closeLength()
  }

  /// Appends an integer in the host's order, without alignment.
  package mutating func append(_ value: some FixedWidthInteger & UnsignedInteger) {
    // `littleEndian` puts the byte that comes first in memory lowest on any host.
    var rest = value.littleEndian
    for _ in 0..<(value.bitWidth / 8) {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest = value.bitWidth > 8 ? rest >> 8 : 0
    }
    closeLength()
  }

  /// Appends an integer in network order.
  package mutating func append(bigEndian value: some FixedWidthInteger & UnsignedInteger) {
    append(value.bigEndian)
  }

  /// Appends bytes as they are.
  package mutating func append(bytes more: some Sequence<UInt8>) {
    bytes.append(contentsOf: more)
    closeLength()
  }

  /// Appends `count` zeros: a collection of them would go through the sequence's witnesses.
  package mutating func append(zeros count: Int) {
    for _ in 0..<max(0, count) { bytes.append(0) }
    closeLength()
  }

  /// Appends an attribute and pads it; its payload is cut at 65,531 bytes, the most that the length
  /// field holds.
  package mutating func appendAttribute(type: UInt16, _ payload: some Sequence<UInt8>) {
    pad()
    let content = Array(payload.prefix(0xffff - 4))
    append(UInt16(truncatingIfNeeded: content.count &+ 4))
    append(type)
    append(bytes: content)
    pad()
  }

  /// Appends an attribute of one integer in the host's order.
  package mutating func appendAttribute(
    type: UInt16, _ value: some FixedWidthInteger & UnsignedInteger
  ) {
    var content = NetlinkMessageBuilder.empty
    content.append(value)
    appendAttribute(type: type, content.bytes)
  }

  /// Appends an attribute whose payload is what `fill` appends.
  package mutating func appendNested(
    type: UInt16, _ fill: (inout NetlinkMessageBuilder) -> Void
  ) {
    var content = NetlinkMessageBuilder.empty
    fill(&content)
    appendAttribute(type: type, content.bytes)
  }

  /// A builder without header, for payloads of attributes.
  private static let empty = NetlinkMessageBuilder()

  private init() { hasHeader = false }

  private mutating func pad() {
    while bytes.count % 4 != 0 { bytes.append(0) }
    closeLength()
  }

  /// Writes the message's length into its header.
  private mutating func closeLength() {
    guard hasHeader, bytes.count >= 4 else { return }
    let ordered = UInt32(truncatingIfNeeded: bytes.count).littleEndian
    for index in 0..<4 {
      bytes[index] = UInt8(truncatingIfNeeded: ordered >> UInt32(8 * index))
    }
  }
}
