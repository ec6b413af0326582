package import SocketModel
internal import SocketMonitor
package import TextSafety

/// Reads configuration files: `NAME = VALUE` a line, `[VIEW]` before the layout of a view, `#`
/// begins a line that is a comment.
///
///     theme = dark
///     bind pause = F12 p
///     filter slow = rtt > 100ms
///     [sockets]
///     columns = state rx tx local peer
///     sort = rx:desc
///
/// What cannot be used is reported with its line, and the rest counts. That is why it is not TOML:
/// there one bad line leaves nothing of the file, a filter's quotes want quoting again, and the one
/// library that reads it without Foundation brings a C++ parser into a program that runs as root.
package enum ConfigurationParser {
  /// Bytes of a line.
  package static let lineLimit = 4096
  /// Lines of a file.
  package static let lineCount = 2000

  /// The configuration as far as the file is good, on top of `base`, and what is wrong with the
  /// rest. `names` are those that saved filters may mention.
  package static func parse(
    _ file: RawText, onto base: Configuration = Configuration(), names: any SocketNames = NoNames()
  ) -> (configuration: Configuration, problems: [ConfigurationProblem]) {
    var reader = ConfigurationReader(base, names: names)
    var problems: [ConfigurationProblem] = []
    let lines = file.bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      do throws(ConfigurationProblem.Reason) {
        guard index < lineCount else { throw .tooManyLines }
        guard line.count <= lineLimit else { throw .lineTooLong }
        try reader.read(trimmed(line))
      } catch {
        problems.append(ConfigurationProblem(line: index + 1, reason: error))
        if error == .tooManyLines { break }
      }
    }
    return (reader.configuration, problems)
  }

  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d }
    let start = bytes.drop(while: isBlank)
    guard let last = start.lastIndex(where: { !isBlank($0) }) else { return [] }
    return start[...last]
  }
}
