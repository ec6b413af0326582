import TestSupport
import Testing

/// The real program while somebody presses anything, pastes, resizes, stops and continues it, and
/// sockets come and go.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for namespaces of its own"))
struct RandomKeysTests {
  @Test func `whatever is pressed, the program answers and leaves the terminal as it was`() throws {
    for seed in 1...UInt64(TestEnvironment.rounds(4, long: 400)) {
      let session = try RandomSession(seed: seed, in: NetworkNamespace())
      guard session.run(TestEnvironment.isLong ? 500 : 50) else { break }
    }
  }
}
