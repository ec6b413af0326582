import SocketModel
import Testing
import TextSafety

@Suite struct AddressTextTests {
  @Test(
    arguments: [
      (0, 0, "::"), (0, 1, "::1"), (0x2001_0db8_0000_0000, 1, "2001:db8::1"),
      (0x2001_0db8_0000_0001, 0x0001_0001_0001_0001, "2001:db8:0:1:1:1:1:1"),
      (0x2001_0db8_0000_0000, 0x0001_0000_0000_0001, "2001:db8::1:0:0:1"),
      (0, 0xffff_0a00_0001, "::ffff:10.0.0.1"), (0, 0x0102_0304, "::1.2.3.4"),
      (0xfe80_0000_0000_0000, 0, "fe80::"), (0x0001_0000_0000_0000, 0x0000_0000_0000_0001, "1::1"),
      (0, 0xffff_0000_0000_0000, "::ffff:0:0:0"),
      (0x2001_0000_0000_0001, 0x0000_0000_0000_0001, "2001:0:0:1::1"),
    ] as [(UInt64, UInt64, String)])
  func `an IPv6 address is written as RFC 5952 has it`(high: UInt64, low: UInt64, shown: String) {
    var text = SafeText()
    AddressText.append(ipv6: AddressBits(high: high, low: low), to: &text)
    #expect(text.string == shown)
  }

  @Test func `an end without a bound address or port has stars`() {
    var record = SocketRecord()
    record.localPort = 8080
    record.interfaceIndex = 3
    #expect(ends(record) == ["0.0.0.0%if3:8080", "0.0.0.0:*"])
    record.family = .inet6
    #expect(ends(record) == ["*%if3:8080", "*:*"])
    record.known = [.v6OnlyTold, .v6Only]
    #expect(ends(record) == ["[::]%if3:8080", "[::]:*"])
  }

  @Test func `each family is written as ss writes it`() {
    var record = SocketRecord()
    record.family = .unix
    record.localPort = 12
    record.remotePort = 13
    #expect(ends(record, name: [0, 0x61, 0]) == ["@a@ 12", "* 13"])
    #expect(ends(record) == ["* 12", "* 13"])
    record = SocketRecord()
    record.family = .packet
    record.protocolNumber = 3
    #expect(ends(record) == ["*:*", "*"])
    record.protocolNumber = 0x800
    record.localPort = 2
    #expect(ends(record) == ["[2048]:if2", "*"])
    #expect(ends(record, isNumeric: false) == ["ip:if2", "*"])
    record.family = .netlink
    record.protocolNumber = 4
    record.remotePort = .max
    #expect(ends(record, isNumeric: false) == ["tcpdiag:2", "*"])
    record.localPort = 0
    #expect(ends(record) == ["4:0", "*"])
    #expect(ends(record, isNumeric: false) == ["tcpdiag:kernel", "*"])
    record.family = .vsock
    record.localAddress = AddressBits(word: .max)
    record.localPort = 99
    #expect(ends(record) == ["*:99", "0:*"])
    record.family = .tipc
    record.localAddress = AddressBits(word: 5)
    record.remotePort = 0
    #expect(ends(record) == ["5:99", "-"])
    record.family = .xdp
    #expect(ends(record) == ["if5:q99", "*"])
  }

  @Test func `ethertypes bear the names of iproute2`() {
    var record = SocketRecord()
    record.family = .packet
    let names: [(UInt16, String)] = [
      (1, "802_3"), (3, "*"), (4, "802_2"), (0x201, "pupat"), (0x6558, "teb"), (0x800, "ip"),
      (0x88ca, "tipc"), (0x88cc, "LLDP"), (0x1234, "[4660]"),
    ]
    for (number, name) in names {
      record.protocolNumber = number
      #expect(ends(record, isNumeric: false)[0] == "\(name):*")
      #expect(ends(record)[0] == (number == 3 ? "*:*" : "[\(number)]:*"))
    }
  }

  private func ends(
    _ record: SocketRecord, name: [UInt8] = [], isNumeric: Bool = true
  ) -> [String] {
    SocketEnd.allCases.map { end in
      var text = SafeText()
      AddressText(names: NoNames(), isNumeric: isNumeric)
        .append(end, of: record, name: RawText(name), to: &text)
      return text.string
    }
  }
}
