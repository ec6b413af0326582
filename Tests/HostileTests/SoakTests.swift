import TestSupport
import Testing

/// The short form of the soak; Tests/Soak/README.md has the long one.
@Suite(
  .serialized,
  .disabled(if: TestEnvironment.isSanitized, "sanitizers keep memory and threads of their own"),
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct SoakTests {
  @Test(arguments: ["batch", "screen"])
  func `refreshes leave memory, descriptors and threads flat`(mode: String) throws {
    let launch = ChildProcess.Launch(
      path: try TestEnvironment.product("soak"),
      arguments: [mode, "60", "400", try TestEnvironment.product("topss")])
    let result = try ProcessRunner.run(launch, seconds: 60)
    // So short a run is still filling its rings: descriptors and threads only.
    let last = result.outputText.split(separator: "\n").last ?? ""
    let words = last.split(separator: " ")
    #expect(words.first == "60", "\(result.outputText)")
    let growth = words.enumerated().first { $0.element == "descriptors," }.map {
      words[$0.offset - 1]
    }
    #expect(Int(growth ?? "") ?? 99 <= 2, "\(result.outputText)")
    #expect(result.errorText == "")
  }
}
