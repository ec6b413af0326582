internal import Glibc
internal import LinuxHost
internal import SockDiag
internal import SocketModel
internal import TextSafety

/// `-D FILE`: the kernel's replies about TCP sockets, without key material, for `TCPDIAG_FILE`.
///
/// As with `ss`, the filter's expression is not looked at; its leading states are.
enum DumpMode {
  static func run(_ options: Options, file: String) throws {
    var options = options
    options.filterWords = leadingStates(options.filterWords)
    options.filterFile = nil
    let listing = try Listing(options)
    var plan = listing.plan
    plan.tables = SocketTables(.tcp)
    let output = try DumpOutput(file)
    let coverage = SocketCollector(paths: listing.paths).stream(plan) {
      output.write($0)
    } each: { _ in
    }
    try output.finish()
    ListingNotes.write(coverage, asked: options.selection)
  }

  /// The pairs of `state` or `exclude` and a name that the words begin with.
  private static func leadingStates(_ words: [String]) -> [String] {
    var count = 0
    while count + 1 < words.count, ["state", "exclude", "excl"].contains(words[count]) {
      count += 2
    }
    return Array(words.prefix(count))
  }
}

/// The file that a dump goes into.
private final class DumpOutput {
  private let name: String
  private let descriptor: Int32
  private var bytes: [UInt8] = []
  private var failure: OutputError?

  /// Opens `name`; a name that begins with `-` is standard output.
  init(_ name: String) throws(FileError) {
    self.name = name
    descriptor = name.hasPrefix("-") ? STDOUT_FILENO : try OutputFile.open(name)
  }

  deinit { if descriptor != STDOUT_FILENO { close(descriptor) } }

  func write(_ datagram: RawSpan) {
    guard failure == nil else { return }
    DumpFileWriter.append(datagram, to: &bytes)
    if bytes.count >= 1 << 20 { flush() }
  }

  /// Writes the rest.
  ///
  /// - Throws: the first `OutputError` of all.
  func finish() throws(OutputError) {
    if failure == nil { flush() }
    if let failure { throw failure }
  }

  private func flush() {
    do throws(OutputError) {
      try FileOutput.write(bytes, to: descriptor)
    } catch {
      failure = error
    }
    bytes.removeAll(keepingCapacity: true)
  }
}

/// Files that the command line names to be written.
enum OutputFile {
  /// A descriptor of `name` for writing: a new file that only its owner may read, an old one of this
  /// user's that is emptied and made so, or a device or pipe. Links are not followed.
  static func open(_ name: String) throws(FileError) -> Int32 {
    let isPrivate = mode_t(S_IRUSR | S_IWUSR)
    let fresh = unsafe Glibc.open(
      name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, isPrivate)
    if fresh >= 0 { return fresh }
    guard errno == EEXIST else { throw failure(name, errno) }
    let old = unsafe Glibc.open(name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY)
    guard old >= 0 else { throw failure(name, errno) }
    let code = prepare(old)
    guard code == 0 else {
      close(old)
      throw failure(name, code)
    }
    return old
  }

  /// Makes sure that an existing file may take the dump; an errno, or 0.
  private static func prepare(_ descriptor: Int32) -> Int32 {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return errno }
    guard status.st_mode & S_IFMT == S_IFREG else { return 0 }
    // Somebody else's file, or one with another name, would hand the dump on.
    guard status.st_uid == geteuid(), status.st_nlink == 1 else { return EEXIST }
    guard fchmod(descriptor, mode_t(S_IRUSR | S_IWUSR)) == 0 else { return errno }
    return ftruncate(descriptor, 0) == 0 ? 0 : errno
  }

  private static func failure(_ name: String, _ code: Int32) -> FileError {
    FileError(name: RawText(utf8: name), isReading: false, code: code, exitStatus: 1)
  }
}
