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
    plan.familyOrder = .separate
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
  /// Not open for standard output.
  private let file: FileDescriptor
  private var bytes: [UInt8] = []
  private var failure: OutputError?

  /// Opens `name`; a name that begins with `-` is standard output.
  init(_ name: String) throws(FileError) {
    self.name = name
    file = name.hasPrefix("-") ? FileDescriptor(owning: -1) : try OutputFile.open(name)
  }

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
    let number = file.isOpen ? file.number : STDOUT_FILENO
    do throws(OutputError) {
      try StandardOutput.write(bytes, to: number)
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
  static func open(_ name: String) throws(FileError) -> FileDescriptor {
    do throws(Errno) {
      if let file = try fresh(name) { return file }
      return try old(name)
    } catch {
      throw FileError(
        name: RawText(utf8: name), isReading: false, code: error.rawValue, exitStatus: 1)
    }
  }

  /// A new file; nil when there is one of that name.
  private static func fresh(_ name: String) throws(Errno) -> FileDescriptor? {
    do throws(Errno) {
      return try Syscall.open(name, [.writing, .new, .withoutLinks], mode: 0o600)
    } catch {
      guard error == .fileExists else { throw error }
      return nil
    }
  }

  /// An existing file, if it may take the dump.
  private static func old(_ name: String) throws(Errno) -> FileDescriptor {
    let file = try Syscall.open(name, [.writing, .withoutLinks, .withoutTerminal])
    let status = try Syscall.status(of: file)
    guard status.kind == .regular else { return file }
    // Somebody else's file, or one with another name, would hand the dump on.
    guard status.owner == Surroundings.effectiveUser, status.links == 1 else { throw .fileExists }
    try Syscall.empty(file, mode: 0o600)
    return file
  }
}
