import Glibc
import LinuxHost
import SocketModel
import TestSupport
import Testing

struct OpenNamespaceTests {
  private static func sees(_ snapshot: Snapshot, port: UInt32) -> Bool {
    snapshot.records.contains { $0.localPort == port && $0.state == .established }
  }

  @Test(.enabled(if: TestSupport.NetworkNamespace.isPermitted, "namespaces need root"))
  func `a collector in another namespace sees that namespace only`() throws {
    let network = try TestSupport.NetworkNamespace()
    let traffic = try TrafficPair(
      in: network, port: 4242, bytesPerSecond: 10_000, seconds: 30)
    let namespace = OpenNamespace(owning: FileDescriptor(owning: dup(network.descriptor)))
    let inside = SocketCollector(
      namespace: NamespaceID(rawValue: 1), paths: namespace.openPaths(),
      open: { () throws(DiagError) in try namespace.openSocket() })
    let plan = CollectionPlan(tables: SocketTables(.tcp, .raw))
    let snapshot = inside.collect(plan)
    #expect(Self.sees(snapshot, port: 4242))
    #expect(snapshot.records.allSatisfy { $0.namespace.rawValue == 1 })
    #expect(snapshot.coverage[.tcp] == .complete)
    #expect([.complete, .fallback].contains(snapshot.coverage[.raw]))
    #expect(!Self.sees(SocketCollector().collect(plan), port: 4242))
    withExtendedLifetime(traffic) {}
  }

  @Test(.enabled(if: TestSupport.NetworkNamespace.isPermitted, "namespaces need root"))
  func `the counters of another namespace are its own`() throws {
    let network = try TestSupport.NetworkNamespace()
    let namespace = OpenNamespace(owning: FileDescriptor(owning: dup(network.descriptor)))
    let reader = HostCounterReader(paths: namespace.openPaths())
    let before = try #require(reader.read())
    #expect(before.tcp4InUse == 0)
    let traffic = try TrafficPair(
      in: network, port: 4243, bytesPerSecond: 1_000, seconds: 30)
    let after = try #require(reader.read())
    #expect(after.tcp4InUse >= 2 && after.counters["Tcp.PassiveOpens"] == 1)
    withExtendedLifetime(traffic) {}
  }

  @Test func `a namespace that cannot be entered says why`() {
    let file = unsafe open("/dev/null", O_RDONLY)
    let namespace = OpenNamespace(owning: FileDescriptor(owning: file))
    #expect(throws: DiagError.self) { try namespace.openSocket() }
    #expect(namespace.openPaths().areAllThere)
  }
}
