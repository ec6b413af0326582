internal import SocketModel
internal import TextSafety

/// The two ends of a socket. Numbers of IPv4 and IPv6 are written here, digit by digit; names and
/// the other families as everywhere.
extension RowWriter {
  /// Appends an address with the separator behind it.
  @inline(__always) func writeAddress(
    isLocal: Bool, of record: SocketRecord, name: RawText, to text: inout RowBuffer
  ) {
    guard Self.isInternet(record), !address.showsHosts else {
      return writeNamed(isLocal ? .local : .peer, of: record, name: name, to: &text)
    }
    let bits = isLocal ? record.localAddress : record.remoteAddress
    if case .inet = record.family {
      text.append(ipv4: UInt32(truncatingIfNeeded: bits.high &>> 32))
    } else if bits.high | bits.low == 0, !Self.isOnlyIPv6(record) {
      text.append("*")
    } else {
      text.append("[")
      text.append(ipv6: bits)
      text.append("]")
    }
    if isLocal, record.interfaceIndex != 0 { writeDevice(record.interfaceIndex, to: &text) }
    text.append(":")
  }

  /// Appends a port, or what the family has in its place.
  @inline(__always) func writePort(
    isLocal: Bool, of record: SocketRecord, to text: inout RowBuffer
  ) {
    let port = isLocal ? record.localPort : record.remotePort
    if Self.isInternet(record), options.isNumeric {
      if port == 0 { text.append("*") } else { text.append(port) }
    } else {
      var named = SafeText()
      address.appendPort(isLocal ? .local : .peer, of: record, to: &named)
      text.append(named)
    }
  }

  private static func isOnlyIPv6(_ record: SocketRecord) -> Bool {
    record.known.contains(.v6OnlyTold) && record.known.contains(.v6Only)
  }

  private func writeDevice(_ index: UInt32, to text: inout RowBuffer) {
    var named = SafeText()
    address.append(device: index, to: &named)
    text.append("%")
    text.append(named)
  }

  private func writeNamed(
    _ end: SocketEnd, of record: SocketRecord, name: RawText, to text: inout RowBuffer
  ) {
    var named = SafeText()
    address.appendAddress(end, of: record, name: name, to: &named)
    text.append(named)
    text.append(address.separator(end, of: record))
  }
}
