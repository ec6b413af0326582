import LinuxHost
import SocketFilter
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

  @Test(arguments: ["", "dev lo", "proc = nginx", "sport = :22 or rtt > 1ms"])
  func `what the kernel cannot decide is not sent`(filter: String) throws {
    let listing = try Listing(
      try Options.parse(["--once", "-t", filter], terminals: OptionsTests.pipe))
    #expect(listing.plan.filter.isEmpty)
  }
}
