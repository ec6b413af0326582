internal import CSys
internal import Synchronization

/// One step of glibc's `getopt_long`.
enum ScannedOption: Hashable, Sendable {
  /// An option by its character or code, with its argument.
  case option(Int32, String?)
  /// No such option, an ambiguous abbreviation, or an argument where none is taken.
  case unknown(String)
  /// The option needs an argument.
  case missingArgument(String)
}

/// The words of a command line as `getopt_long` sees them with the table of `ss`.
struct ScannedArguments: Sendable {
  /// In the order of the command line, up to the first failure, which is the last element.
  var options: [ScannedOption]
  /// What is no option, in order.
  var operands: [String]
}

/// The only caller of `getopt_long`.
enum OptionScanner {
  /// getopt keeps its place in globals.
  private static let lock = Mutex<Void>(())

  /// Scans `arguments`, which do not include the program's name. Words end at a NUL.
  static func scan(_ arguments: [String]) -> ScannedArguments {
    let words = ["topss"] + arguments
    var bytes: [CChar] = []
    var starts: [Int] = []
    for word in words {
      starts.append(bytes.count)
      bytes.append(contentsOf: word.utf8.lazy.filter { $0 != 0 }.map { CChar(bitPattern: $0) })
      bytes.append(0)
    }
    return lock.withLock { _ in
      unsafe bytes.withUnsafeMutableBufferPointer { buffer in
        var argv = unsafe starts.map { start in unsafe buffer.baseAddress.map { unsafe $0 + start }
        }
        unsafe argv.append(nil)
        return unsafe argv.withUnsafeMutableBufferPointer { unsafe scan($0) }
      }
    }
  }

  private static func scan(
    _ argv: UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>
  ) -> ScannedArguments {
    let count = Int32(clamping: argv.count - 1)
    var result = ScannedArguments(options: [], operands: [])
    var index: Int32 = 1
    var failed: Int32 = 0
    topss_options_start()
    while true {
      var argument: UnsafeMutablePointer<CChar>?
      let code = unsafe topss_options_next(count, argv.baseAddress, &index, &failed, &argument)
      if code == -1 { break }
      guard code != Int32(UInt8(ascii: "?")), code != Int32(UInt8(ascii: ":")) else {
        let name = unsafe spelling(failed, word: text(argv, at: Int(index) - 1))
        let isMissing = code == Int32(UInt8(ascii: ":"))
        result.options.append(isMissing ? .missingArgument(name) : .unknown(name))
        return result
      }
      result.options.append(.option(code, unsafe argument.map { unsafe String(cString: $0) }))
    }
    for position in Int(index)..<max(Int(index), Int(count)) {
      result.operands.append(unsafe text(argv, at: position))
    }
    return result
  }

  private static func text(
    _ argv: UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>, at index: Int
  ) -> String {
    guard argv.indices.contains(index), let word = unsafe argv[index] else { return "" }
    return unsafe String(cString: word)
  }

  /// How the user wrote the option that failed: `-y`, or the long one in full.
  private static func spelling(_ character: Int32, word: String) -> String {
    guard character > 0, character < 128, !word.hasPrefix("--") else { return word }
    return "-" + String(UnicodeScalar(UInt8(truncatingIfNeeded: character)))
  }
}
