import SocketModel
import Testing
import TextSafety

struct KnownFieldsTests {
  @Test func `fields are added, found and taken out`() {
    var known = KnownFields()
    known.insert(.owner)
    known.insert([.v6Only, .memory])
    #expect(known.contains(.owner))
    #expect(known.contains([.owner, .memory]))
    #expect(!known.contains([.owner, .mark]))
    known.remove([.owner, .mark])
    #expect(known == [.v6Only, .memory])
    #expect(known.union(.mark) == [.v6Only, .memory, .mark])
  }

  @Test func `the Netid of ss is the kind's but for raw sockets of sock_diag`() {
    var record = SocketRecord()
    record.kind = .raw
    record.protocolNumber = 58
    #expect(record.netid.string == "raw")
    record.cookie = 1
    #expect(record.netid.string == "icmp6")
    record.kind = .unixStream
    #expect(record.netid.string == "u_str")
  }
}
