internal import Glibc
internal import LinuxHost
internal import SocketFilter
internal import SocketMetrics
internal import SocketModel
internal import TextSafety

/// The filter of the command line: its words, and the file that goes on with it.
struct CommandFilter {
  var parsed: ParsedFilter
  var compiled: CompiledFilter
  /// The condition alone: states and families, chosen or implied, do not count.
  var expression: CompiledFilter
  /// As it was written, for the prompt.
  var text: FilterText

  /// Whether there is a condition beside states and families.
  let isCondition: Bool

  /// Seconds that the run may still wait for names.
  private(set) var resolvingSeconds = 0.9

  /// Reads the filter of `options`; host names are looked up now, for less than a second in all.
  ///
  /// - Throws: `FilterFailure`, or `FileError` for the file.
  init(_ options: Options, names: SystemNames) throws {
    var text = FilterText(words: options.filterWords)
    if let file = options.filterFile {
      let contents = try InputFile.contents(file)
      do throws(FilterError) {
        try text.append(file: contents)
      } catch {
        throw FilterFailure(error: error, text: text)
      }
    }
    self.text = text
    // Tables and the preferred family do not depend on the filter's own states.
    let selected = try options.resolved(states: options.initialStates)
    let context = FilterContext(
      names: names, tables: selected.tables, preferredFamily: selected.preferredFamily,
      groupedStates: options.groupedStates)
    parsed = try Self.parse(
      text, context: context, names: names, resolvingSeconds: &resolvingSeconds)
    var kept = parsed
    // As to `ss` no states at all are no word about states.
    if kept.states?.isEmpty == true { kept.states = nil }
    compiled = CompiledFilter(kept, context: context)
    isCondition = parsed.expression != nil
    var bare = parsed
    bare.states = nil
    bare.familyNarrowing = nil
    expression = CompiledFilter(bare, context: context)
  }

  /// Whether the filter says anything at all.
  var isNarrowing: Bool { parsed.expression != nil || parsed.states != nil }

  /// Whether it speaks of an interface, whose numbers and names each namespace has for itself.
  var namesDevice: Bool {
    (parsed.expression?.terms ?? []).contains { term in
      switch term.condition {
      case .device: true
      case .field(let condition): condition.field == .dev
      case .endpoint, .mark, .cgroup, .autobound, .states: false
      }
    }
  }

  private static func parse(
    _ text: FilterText, context: FilterContext, names: SystemNames,
    resolvingSeconds: inout Double
  ) throws -> ParsedFilter {
    // One round for each host that an answer uncovers; more than a few is a loop.
    for _ in 0..<8 {
      switch FilterParser(context: context).parse(text) {
      case .parsed(let filter): return filter
      case .needsHosts(let hosts):
        let begin = HostClock.monotonic()
        for host in names.hosts.resolve(hosts: hosts, seconds: resolvingSeconds) {
          let name = RawText(utf8: host)
          StandardError.write("topss: nobody told the address of \"\(name)\" in time\n")
        }
        resolvingSeconds -= HostClock.monotonic().seconds(since: begin)
      case .failed(let error): throw FilterFailure(error: error, text: text)
      }
    }
    return ParsedFilter()
  }
}

/// A filter of the command line that cannot be read.
struct FilterFailure: Error {
  var error: FilterError
  var text: FilterText
}

/// A file that cannot be read or written.
struct FileError: Error {
  var name: RawText
  var isReading: Bool
  var code: Int32
  var exitStatus: Int32

  var sentence: SafeText {
    let attempt: SafeText = isReading ? "read" : "write"
    switch code {
    case ENOENT: return "cannot \(attempt) \(name): no such file"
    case EACCES, EPERM: return "cannot \(attempt) \(name): not permitted"
    case EISDIR: return "cannot \(attempt) \(name): it is a directory"
    case EEXIST: return "cannot \(attempt) \(name): it is there already"
    case EFBIG: return "cannot \(attempt) \(name): it is too large"
    default: return "cannot \(attempt) \(name): error \(code)"
    }
  }
}

/// Files that the command line names.
enum InputFile {
  /// The most that is read of a filter file.
  static let limit = 1 << 20

  /// All of a file; standard input for a name that begins with `-`, as `ss` has it.
  static func contents(_ name: String, limit: Int = limit) throws(FileError) -> [UInt8] {
    guard name.hasPrefix("-") else { return try contents(path: name, limit: limit) }
    do throws(Errno) {
      return try FileContents.whole(of: STDIN_FILENO, limit: limit)
    } catch {
      throw failure(name, error)
    }
  }

  /// All of the file at `path`.
  static func contents(path: String, limit: Int) throws(FileError) -> [UInt8] {
    do throws(Errno) {
      let file = try Syscall.open(path, .withoutTerminal)
      return try FileContents.whole(of: file.number, limit: limit)
    } catch {
      throw failure(path, error)
    }
  }

  private static func failure(_ name: String, _ error: Errno) -> FileError {
    FileError(name: RawText(utf8: name), isReading: true, code: error.rawValue, exitStatus: 255)
  }
}
