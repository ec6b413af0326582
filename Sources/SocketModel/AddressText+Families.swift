package import TextSafety

/// The address forms of the families.
extension AddressText {
  func appendInternet(_ end: SocketEnd, of record: SocketRecord, to text: inout SafeText) {
    let bits = record.address(of: end)
    if showsHosts, let host = names.host(address: bits, family: record.family) {
      text.append(host)
    } else if record.family == .inet {
      Self.append(ipv4: bits.word, to: &text)
    } else if bits.isZero, !record.known.contains([.v6OnlyTold, .v6Only]) {
      text.append("*")
    } else {
      text.append("[")
      Self.append(ipv6: bits, to: &text)
      text.append("]")
    }
    guard end == .local, record.interfaceIndex != 0 else { return }
    text.append("%")
    append(device: record.interfaceIndex, to: &text)
  }

  func appendUnix(
    _ end: SocketEnd, of record: SocketRecord, name: RawText, to text: inout SafeText
  ) {
    guard end == .local, !name.isEmpty else { return text.append("*") }
    text.append(Self.unixName(name))
  }

  func appendPacket(_ end: SocketEnd, of record: SocketRecord, to text: inout SafeText) {
    guard end == .local, record.protocolNumber != 3 else { return text.append("*") }
    if !isNumeric, let name = Self.etherTypes[record.protocolNumber] { return text.append(name) }
    text.append("[")
    text.append(record.protocolNumber)
    text.append("]")
  }

  func appendNetlink(_ end: SocketEnd, of record: SocketRecord, to text: inout SafeText) {
    guard end == .local else {
      guard record.isNetlinkConnected else { return text.append("*") }
      return text.append(record.remoteAddress.word)
    }
    let number = Int(record.protocolNumber)
    guard !isNumeric, number < Self.netlinkProtocols.count else { return text.append(number) }
    let name = Self.netlinkProtocols[number]
    if name.isEmpty { text.append(number) } else { text.append(name) }
  }

  func appendNetlinkPort(_ end: SocketEnd, of record: SocketRecord, to text: inout SafeText) {
    let port = record.port(of: end)
    guard end == .local else {
      if record.isNetlinkConnected { text.append(port) }
      return
    }
    if port == .max { return text.append("*") }
    if !isNumeric, port == 0 { return text.append("kernel") }
    if !isNumeric, let name = processName(port) {
      text.append(name)
      text.append("/")
    }
    text.append(Int32(truncatingIfNeeded: port))
  }

  func appendTIPC(_ end: SocketEnd, of record: SocketRecord, to text: inout SafeText) {
    guard end == .local || record.hasRemote else { return text.append("-") }
    text.append(record.address(of: end).word)
  }

  /// A unix name with `@` for every NUL, as `ss` shows and compares it.
  package static func unixName(_ name: RawText) -> RawText {
    RawText(name.bytes.lazy.map { $0 == 0 ? 0x40 : $0 })
  }

  /// Appends an IPv4 address in dotted form.
  package static func append(ipv4 word: UInt32, to text: inout SafeText) {
    text.append(ipv4: word)
  }

  /// Appends an IPv6 address as RFC 5952 and `inet_ntop` write it, without brackets: the longest
  /// run of zero groups as `::`, mapped and compatible IPv4 addresses dotted.
  package static func append(ipv6 bits: AddressBits, to text: inout SafeText) {
    let form = IPv6Form(bits)
    var index = 0
    while index < 8 {
      if index == form.zeros.lowerBound, !form.zeros.isEmpty {
        text.append("::")
        index = form.zeros.upperBound
        continue
      }
      if form.isDotted, index == 6 {
        return append(ipv4: UInt32(truncatingIfNeeded: bits.low), to: &text)
      }
      text.append(hex: IPv6Form.group(index, of: bits))
      index += 1
      if index < 8, index != form.zeros.lowerBound || form.zeros.isEmpty { text.append(":") }
    }
  }

  /// Ethertypes by the names of iproute2.
  private static let etherTypes: [UInt16: SafeText] = [
    0x0001: "802_3", 0x0002: "ax25", 0x0004: "802_2", 0x0005: "snap", 0x0006: "ddcmp",
    0x0007: "wan_ppp", 0x0008: "ppp_mp", 0x0009: "localtalk", 0x000c: "can", 0x0010: "ppptalk",
    0x0011: "tr_802_2", 0x0015: "mobitex", 0x0016: "control", 0x0017: "irda", 0x0018: "econet",
    0x0060: "loop", 0x0200: "pup", 0x0201: "pupat", 0x0800: "ip", 0x0805: "x25", 0x0806: "arp",
    0x08ff: "bpq", 0x0a00: "ieeepup", 0x0a01: "ieeepupat", 0x6000: "dec", 0x6001: "dna_dl",
    0x6002: "dna_rc", 0x6003: "dna_rt", 0x6004: "lat", 0x6005: "diag", 0x6006: "cust",
    0x6007: "sca", 0x6558: "teb", 0x8035: "rarp", 0x809b: "atalk", 0x80f3: "aarp", 0x8100: "802.1Q",
    0x8137: "ipx", 0x86dd: "ipv6", 0x8847: "mpls_uc", 0x8848: "mpls_mc", 0x884c: "atmmpoa",
    0x8863: "ppp_disc", 0x8864: "ppp_ses", 0x8884: "atmfate", 0x8892: "profinet", 0x88a2: "aoe",
    0x88a4: "ethercat", 0x88a8: "802.1ad", 0x88ca: "tipc", 0x88cc: "LLDP",
  ]

  /// Netlink protocols by their numbers; empty where there is no name.
  private static let netlinkProtocols: [SafeText] = [
    "rtnl", "unused", "usersock", "fw", "tcpdiag", "nflog", "xfrm", "selinux", "iscsi", "audit",
    "fiblookup", "connector", "nft", "ip6fw", "dec-rt", "uevent", "genl", "", "scsi-trans",
    "ecryptfs", "rdma", "crypto",
  ]
}
