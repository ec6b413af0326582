import CSys
import CTestSupport
import Glibc
import LinuxHost
import SocketModel
import Testing
import TextSafety

@Suite(.serialized) struct NamespaceTests {
  static let canEnter = Privileges.current().allows(.namespaces)

  /// A child in a network namespace of its own, reaped at the end.
  final class Inhabitant {
    let pid = owners_fork_in_new_namespace()
    deinit { _ = owners_reap(pid) }
  }

  @Test func `its own namespace is not among those found`() throws {
    let result = NamespaceFinder().find()
    let own = try #require(result.own)
    #expect(!result.namespaces.contains { $0.name.inode == own })
    #expect(Set(result.namespaces.map(\.name.inode)).count == result.namespaces.count)
  }

  @Test(.enabled(if: canEnter, "making a namespace needs root"))
  func `a socket opened inside a namespace stays there, the thread that asked does not move`()
    throws
  {
    let inhabitant = Inhabitant()
    try #require(inhabitant.pid > 0)
    let path = "/proc/\(inhabitant.pid)/ns/net"
    let result = NamespaceFinder().find()
    let found = try #require(result.namespaces.first { $0.path == path })
    #expect(found.name.name == RawText(utf8: "net:[\(found.name.inode)]"))
    let namespace = try found.open()
    let opened = try NetworkNamespace.within(namespace) { () throws(Errno) in
      try Syscall.open("/proc/thread-self/ns/net")
    }
    let inside = try Syscall.inode(of: opened)
    #expect(inside == found.name.inode)
    let mine = try Syscall.inode(of: try Syscall.open("/proc/thread-self/ns/net"))
    #expect(mine == result.own)
  }

  @Test(.enabled(if: canEnter, "making a namespace needs root"))
  func `what fails inside is told by its errno`() throws {
    let inhabitant = Inhabitant()
    let namespace = try Syscall.open("/proc/\(inhabitant.pid)/ns/net")
    let error = #expect(throws: Errno.self) {
      _ = try NetworkNamespace.within(namespace) { () throws(Errno) in
        try Syscall.open("/nonexistent")
      }
    }
    #expect(error == .noSuchFile)
  }

  @Test func `what is no namespace cannot be entered`() throws {
    let file = try Syscall.open("/dev/null")
    let error = #expect(throws: Errno.self) {
      _ = try NetworkNamespace.within(file) { () throws(Errno) in
        try Syscall.open("/dev/null")
      }
    }
    #expect(error == .invalidArgument)
  }

  @Test func `a namespace that does not exist is named in the error`() {
    let error = #expect(throws: NamespaceError.self) {
      try NetworkNamespace.enter(named: "no\u{1b}such")
    }
    #expect(error?.step == .opening)
    #expect(error?.errno == .noSuchFile)
    #expect(error?.sentence.string.contains("\u{1b}") == false)
  }

  @Test func `a path that leads to another namespace by now is refused`() {
    let found = FoundNamespace(
      name: NetworkNamespaceName(name: RawText(utf8: "x"), inode: 1),
      path: "/proc/self/ns/net")
    let error = #expect(throws: Errno.self) { _ = try found.open() }
    #expect(error?.rawValue == ESTALE)
  }
}
