import Netlink
import SockDiag
import SocketModel
import Testing

/// TCP-MD5 keys, which the kernel sends in clear to root, go nowhere.
struct SecretTests {
  private static let key = "S3CRET-BGP-KEY"

  /// A reply with `INET_DIAG_MD5SIG` between attributes that must stay.
  private func reply(type: UInt16 = 20) -> [UInt8] {
    ReplyFixture.message(type) {
      ReplyFixture.internet(&$0, InternetSocket())
      $0.appendAttribute(type: 4, Array("bbr\0".utf8))
      // A struct that ends within a word, with the key behind it.
      $0.appendAttribute(type: 2, ReplyFixture.tcpInfo(count: 233))
      $0.appendAttribute(type: 18, md5())
      $0.appendAttribute(type: 18 | 0x8000, md5())
      $0.appendAttribute(type: 8, [1])
    }
  }

  /// `struct tcp_diag_md5sig`.
  private func md5() -> [UInt8] {
    [2, 32, UInt8(Self.key.utf8.count), 0]  // family, prefix length, key length
      + [10, 0, 0, 7] + [UInt8](repeating: 0, count: 12)  // address
      + Array(Self.key.utf8) + [UInt8](repeating: 0, count: 80 - Self.key.utf8.count)
  }

  private func leaks(_ bytes: [UInt8]) -> Bool {
    let key = Array(Self.key.utf8.prefix(4))
    return bytes.indices.contains { bytes[$0...].starts(with: key) }
  }

  @Test func `no decoded value holds a key`() throws {
    let (detail, builder) = try #require(ReplyFixture.decode(.internet(.tcp), reply()))
    #expect(leaks(reply()))
    var shown = ""
    dump(detail, to: &shown)
    dump(builder, to: &shown)
    #expect(!shown.contains(Self.key))
    #expect(!leaks(detail.tcpInfo?.bytes ?? []))
    #expect(!leaks(builder.names))
    #expect(detail.record.known.contains(.shutdown))
    #expect(detail.tcpInfo?.bytes == ReplyFixture.tcpInfo(count: 233))
  }

  @Test func `a dump file holds everything but the keys`() throws {
    let datagram = reply() + reply(type: 18) + ReplyFixture.done(0)
    var file: [UInt8] = []
    unsafe DumpFileWriter.append(datagram.span.bytes, to: &file)
    #expect(!leaks(file))
    #expect(file.count == datagram.count - 4 * 104)
    #expect(file.count % 4 == 0)

    var builder = SnapshotBuilder()
    var details: [SocketDetail] = []
    var reader = DumpFileReader()
    let end = unsafe reader.read(file.span.bytes, into: &builder, details: &details)
    #expect(end == .complete)
    #expect(details.count == 2)
    let original = try #require(ReplyFixture.decode(.internet(.tcp), reply())).detail
    #expect(details[0].tcpInfo?.bytes == original.tcpInfo?.bytes)
    #expect(details[1].congestionControl == original.congestionControl)
    #expect(details[1].record.known == original.record.known)
  }

  @Test func `what cannot be read is not written`() {
    var broken = reply()
    // The length of the key's first attribute now reaches beyond the message.
    let start = 16 + 72 + 8 + 240
    #expect(broken[start + 2] == 18)
    broken[start + 1] = 0xff
    var file: [UInt8] = []
    unsafe DumpFileWriter.append(broken.span.bytes, to: &file)
    #expect(!leaks(file))
    #expect(file.count == start)
    let short = ReplyFixture.message { $0.append(bytes: Array(Self.key.utf8)) }
    file = []
    unsafe DumpFileWriter.append(short.span.bytes, to: &file)
    #expect(file.isEmpty)
  }
}
