internal import Glibc

/// Programs and variables that tests use.
package enum TestEnvironment {
  /// Variables for children: a usual terminal, UTF-8, and no debugger at a crash.
  package static var standard: [String] { variables(terminal: "xterm-256color") }

  /// As `standard` with another `TERM`, none for nil.
  package static func variables(terminal: String?) -> [String] {
    var result = [
      "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=/dev/null",
    ]
    if let terminal { result.append("TERM=\(terminal)") }
    // Where the Swift libraries are, where coverage goes, and what sanitizers shall do.
    let inherited = ["LD_LIBRARY_PATH", "LLVM_PROFILE_FILE", "ASAN_OPTIONS", "TSAN_OPTIONS"]
    for name in inherited {
      if let value = unsafe getenv(name) {
        result.append("\(name)=\(unsafe String(cString: value))")
      }
    }
    return result
  }

  /// The path of a program that this package builds: beside the test program, or for `topss` the
  /// value of `TOPSS_BINARY`.
  package static func product(_ name: String) throws -> String {
    if name == "topss", let path = unsafe getenv("TOPSS_BINARY") {
      return unsafe String(cString: path)
    }
    var directory = programPath[...]
    // The test program may lie in a bundle below the products.
    for _ in 0..<4 {
      guard let slash = directory.lastIndex(of: "/") else { break }
      directory = directory[..<slash]
      let path = "\(directory)/\(name)"
      if unsafe access(path, X_OK) == 0 { return path }
    }
    throw TestFailure.noBinary(name)
  }

  /// Whether the tests run as root: a condition for those that need it.
  package static let isRoot = geteuid() == 0

  /// How often a test does what it repeats: `usual`, which takes seconds, or with `TOPSS_LONG` in the
  /// environment `long`, the figure of the table in Tests/README.md. Its value is the number of
  /// runs that share those at the same time.
  package static func rounds(_ usual: Int, long: Int) -> Int {
    guard let text = unsafe getenv("TOPSS_LONG") else { return usual }
    return max(usual, long / max(1, Int(unsafe String(cString: text)) ?? 1))
  }

  /// Whether tests do all that the table in Tests/README.md asks for.
  package static let isLong = unsafe getenv("TOPSS_LONG") != nil

  /// Seconds that a test waits for what must come: many long runs at the lowest priority may have to
  /// wait for a processor.
  package static let patience = isLong ? 900.0 : 60

  /// Whether this is a build with AddressSanitizer or ThreadSanitizer: `.ci/sanitize`. Their
  /// runtimes have signal handlers, stacks, memory and files of their own.
  package static let isSanitized =
    unsafe dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil

  /// A new directory that everybody may enter; removed by `removeDirectory`.
  package static func makeDirectory() throws -> String {
    var template = Array("/tmp/topss-test-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { throw TestFailure.system("mkdtemp", errno) }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    unsafe chmod(path, 0o755)
    return path
  }

  package static func removeDirectory(_ path: String) {
    _ = try? ProcessRunner.run(ChildProcess.Launch(path: "/bin/rm", arguments: ["-rf", path]))
  }

  private static var programPath: String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    return String(
      decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
