import Glibc
import LinuxHost
import SocketModel
import TestSupport
import Testing

struct PrivateFileTests {
  private static func withDirectory(_ body: (String) throws -> Void) throws {
    let directory = try TestEnvironment.makeDirectory()
    defer { TestEnvironment.removeDirectory(directory) }
    try body(directory)
  }

  @Test func `what is written is read back, and nobody else may read it`() throws {
    try Self.withDirectory { directory in
      let path = "\(directory)/file"
      try PrivateFile.replace(path, with: [1, 2, 3])
      try PrivateFile.replace(path, with: Array(repeating: 7, count: 70_000))
      #expect(try PrivateFile.read(path) == Array(repeating: 7, count: 70_000))
      #expect(try PrivateFile.read(path, limit: 5).count == 5)
      var status = stat()
      #expect(unsafe stat(path, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
    }
  }

  @Test func `a link is not followed, and replaced rather than written through`() throws {
    try Self.withDirectory { directory in
      let (target, link) = ("\(directory)/target", "\(directory)/link")
      try PrivateFile.replace(target, with: [1])
      #expect(unsafe symlink(target, link) == 0)
      #expect(throws: Errno.self) { try PrivateFile.read(link) }
      try PrivateFile.replace(link, with: [2])
      #expect(try PrivateFile.read(target) == [1])
      #expect(try PrivateFile.read(link) == [2])
    }
  }

  @Test func `a file or directory that others may write to is refused`() throws {
    try Self.withDirectory { directory in
      let path = "\(directory)/file"
      try PrivateFile.replace(path, with: [1])
      unsafe chmod(path, 0o622)
      #expect(throws: Errno.notPermitted) { try PrivateFile.read(path) }
      let open = "\(directory)/open"
      #expect(unsafe mkdir(open, 0o700) == 0)
      unsafe chmod(open, 0o777)
      #expect(throws: Errno.notPermitted) { try PrivateFile.makeDirectory(open) }
    }
  }

  @Test func `a directory is made once, a missing file is an error, a device none of ours`() throws
  {
    try Self.withDirectory { directory in
      let inner = "\(directory)/inner"
      try PrivateFile.makeDirectory(inner)
      try PrivateFile.makeDirectory(inner)
      #expect(try PrivateFile.isOwnDirectory(inner))
      #expect(throws: Errno.noSuchFile) { try PrivateFile.read("\(inner)/none") }
      #expect(throws: Errno.self) { try PrivateFile.read("/dev/null") }
      #expect(throws: Errno.self) { try PrivateFile.replace("\(inner)/no/such", with: []) }
    }
  }
}

struct BundledServiceTests {
  @Test func `a service that the system's table lacks is found in the bundled one`() throws {
    let directory = try TestEnvironment.makeDirectory()
    defer { TestEnvironment.removeDirectory(directory) }
    try PrivateFile.replace(
      "\(directory)/services", with: Array("ssh 2222/tcp\nown 99/tcp\n".utf8))
    let names = SystemNames(etc: directory)
    #expect(names.port(service: "sftp", kinds: .internet) == 115)
    #expect(names.port(service: "webcache", kinds: .internet) == 8080)
    #expect(names.port(service: "own", kinds: .internet) == 99)
    // What the system says goes first, and ports are named by it alone.
    #expect(names.port(service: "ssh", kinds: .internet) == 2222)
    #expect(names.service(port: 115, kind: .tcp) == nil)
    #expect(names.port(service: "nosuch", kinds: .internet) == nil)
  }
}
