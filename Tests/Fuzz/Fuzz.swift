import Glibc

/// Everything that reads bytes from outside, by the name that `TOPSS_FUZZ_TARGET` selects.
enum FuzzTarget: String, CaseIterable {
  /// Replies of every table, exact answers, ends of sockets, dump files, requests' readers.
  case replies
  /// The filter language from text to the kernel's bytecode.
  case filter
  /// Files of `/proc`, `/etc` and `/sys`.
  case files
  /// Sanitiser, layout, JSON and CSV.
  case text
  /// Theme files.
  case themes
  /// Configuration files, read and written.
  case configuration
  /// The history of filters, recalled with keys.
  case history
  /// A person, a terminal and a kernel gone mad.
  case screen

  func run(_ bytes: [UInt8]) {
    switch self {
    case .replies: FuzzReplies.run(bytes)
    case .filter: FuzzFilter.run(bytes)
    case .files: FuzzFiles.run(bytes)
    case .text: FuzzText.run(bytes)
    case .themes: FuzzThemes.run(bytes)
    case .configuration: FuzzConfiguration.run(bytes)
    case .history: FuzzHistory.run(bytes)
    case .screen: FuzzScreen.run(bytes)
    }
  }

  static let selected: FuzzTarget = {
    let name = unsafe getenv("TOPSS_FUZZ_TARGET").map { unsafe String(cString: $0) } ?? ""
    guard let target = FuzzTarget(rawValue: name) else {
      let names = allCases.map(\.rawValue).joined(separator: ", ")
      fatalError("TOPSS_FUZZ_TARGET must be one of: \(names)")
    }
    return target
  }()
}

/// Ends the run with a report that names what was broken.
func demand(_ condition: Bool, _ sentence: @autoclosure () -> String) {
  if !condition { fatalError(sentence()) }
}

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  FuzzTarget.selected.run(bytes)
  return 0
}

typealias FuzzCallback = @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32

@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ callback: FuzzCallback
) -> Int32

/// libFuzzer brings a `main` of its own, but the package manager starts the program here.
@_cdecl("Fuzz_main")
func fuzzMain(_ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?)
  -> Int32
{
  var count = count
  var arguments = unsafe arguments
  return unsafe runDriver(&count, &arguments, testOneInput)
}
