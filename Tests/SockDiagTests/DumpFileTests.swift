import Netlink
import SockDiag
import SocketModel
import Testing

struct DumpFileTests {
  private func read(_ file: [UInt8]) -> (end: DumpFileReader.End, count: Int) {
    var builder = SnapshotBuilder()
    var details: [SocketDetail] = []
    var reader = DumpFileReader()
    let end = unsafe reader.read(file.span.bytes, into: &builder, details: &details)
    #expect(builder.records.count == details.count)
    return (end, details.count)
  }

  private func socket(_ family: UInt8) -> [UInt8] {
    ReplyFixture.message(20) {
      var socket = InternetSocket()
      socket.family = family
      ReplyFixture.internet(&$0, socket)
    }
  }

  @Test func `both families are read, each with its done`() {
    let (end, count) = read(
      socket(2) + ReplyFixture.done() + socket(10) + socket(10) + ReplyFixture.done())
    #expect(end == .complete)
    #expect(count == 3)
  }

  @Test func `a file without done ends unexpectedly`() {
    #expect(read([]) == (.unexpectedEnd, 0))
    #expect(read(socket(2)) == (.unexpectedEnd, 1))
    #expect(read(socket(2) + ReplyFixture.done() + socket(10)) == (.unexpectedEnd, 2))
  }

  @Test func `a file that ends at any byte traps nowhere and keeps what is whole`() {
    let file = socket(2) + socket(10) + ReplyFixture.done()
    for count in file.indices {
      let (end, found) = read(Array(file.prefix(count)))
      #expect(end == .unexpectedEnd, "\(count) bytes")
      #expect(found == min(count / 88, 2), "\(count) bytes")
    }
  }

  @Test func `an error and nonsense are told apart`() {
    #expect(read(socket(2) + ReplyFixture.error(13) + socket(2)) == (.error(13), 1))
    #expect(read(socket(2) + socket(99)) == (.malformed, 1))
    #expect(read(socket(2) + [UInt8](repeating: 0, count: 16)) == (.malformed, 1))
  }
}
