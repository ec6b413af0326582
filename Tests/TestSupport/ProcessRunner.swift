internal import CTestSupport
internal import Glibc

/// Runs a program to its end and keeps what it printed.
package enum ProcessRunner {
  package struct Result {
    package var output: [UInt8]
    package var error: [UInt8]
    /// Nil when it did not end in time and was killed.
    package var status: ChildProcess.Status?

    package var outputText: String { String(decoding: output, as: UTF8.self) }
    package var errorText: String { String(decoding: error, as: UTF8.self) }
  }

  /// Runs `launch` with `input` on its standard input.
  package static func run(
    _ launch: ChildProcess.Launch, input: [UInt8] = [], seconds: Double = 30
  ) throws -> Result {
    // Files, not pipes: nobody has to read and write at the same time.
    let files = try [temporaryFile(), temporaryFile(), temporaryFile()]
    defer { for file in files { close(file) } }
    _ = unsafe input.withUnsafeBytes { unsafe write(files[0], $0.baseAddress, $0.count) }
    lseek(files[0], 0, SEEK_SET)
    let other = launch.outputPath.map { unsafe open($0, O_WRONLY | O_CLOEXEC) }
    defer { if let other { close(other) } }
    let child = try ChildProcess(
      launch, input: files[0], output: other ?? files[1], error: files[2])
    let status = child.wait(seconds: seconds)
    return Result(output: content(files[1]), error: content(files[2]), status: status)
  }

  private static func temporaryFile() throws -> Int32 {
    var template = Array("/tmp/topss-test-XXXXXX".utf8CString)
    let descriptor = unsafe mkstemp(&template)
    guard descriptor >= 0 else { throw TestFailure.system("mkstemp", errno) }
    unsafe unlink(template)
    return descriptor
  }

  private static func content(_ descriptor: Int32) -> [UInt8] {
    let count = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    // The library writes to the one empty array, which ThreadSanitizer takes for a race.
    guard count > 0 else { return [] }
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
      unsafe used = max(0, pread(descriptor, buffer.baseAddress, count, 0))
    }
  }
}
