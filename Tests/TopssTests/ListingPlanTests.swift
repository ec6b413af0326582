import LinuxHost
import SocketFilter
import SocketModel
import Testing

@testable import topss

/// What a listing asks the kernel for.
struct ListingPlanTests {
  @Test(arguments: [
    "dport = :443", "src 10/8 or not sport > 1024", "( dport = :80 or src [::1] ) and rtt > 1ms",
  ])
  func `the kernel sorts out what it can decide`(filter: String) throws {
    let listing = try Listing(
      try Options.parse(["--once", "-t", filter], terminals: OptionsTests.pipe))
    let code = try #require(KernelBytecode(listing.filter.parsed))
    #expect(!code.bytes.isEmpty)
    #expect(listing.plan.filter == code.bytes)
  }

  @Test(arguments: [
    ("sport = :22", 22, 0), ("state listening src 10.0.0.1:22 and dport = 443", 22, 443),
    ("dev lo and dport = :443-443", 0, 443), ("sport = :22 or sport = :22", 22, 0),
    ("sport = :22 or sport = :23", 0, 0), ("sport = :22 and rtt > 1ms", 22, 0),
    ("not sport = :22", 0, 0), ("sport != :22", 0, 0), ("sport > 22", 0, 0), ("port 22", 0, 0),
    ("sport = :22,23", 0, 0), ("( sport = :22 or dport = :22 ) and dport = :9", 0, 9),
    ("sport = :22 and dport = :9 or sport = :22", 22, 0), ("src unix:/a", 0, 0),
  ])
  func `ports that every socket must have stand in the request`(
    filter: String, local: UInt16, remote: UInt16
  ) throws {
    let listing = try Listing(
      try Options.parse(["--once", "-t", filter], terminals: OptionsTests.pipe))
    #expect(listing.plan.ports == RequestedPorts(local: local, remote: remote))
  }

  @Test(arguments: ["", "dev lo", "proc = nginx", "sport = :22 or rtt > 1ms"])
  func `what the kernel cannot decide is not sent`(filter: String) throws {
    let listing = try Listing(
      try Options.parse(["--once", "-t", filter], terminals: OptionsTests.pipe))
    #expect(listing.plan.filter.isEmpty)
  }
}
