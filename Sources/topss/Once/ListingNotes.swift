internal import LinuxHost
internal import SocketMetrics
internal import SocketModel
internal import TextSafety

/// The width that a listing is spread over.
enum TerminalWidth {
  /// The value of `COLUMNS`, else the cells of the terminal that standard output is; nil for neither.
  static var ofOutput: Int? {
    if let columns = Environment.value("COLUMNS").flatMap({ Int($0) }),
      (1...65535).contains(columns)
    {
      return columns
    }
    return Surroundings.outputColumns
  }
}

/// What a listing could not read, on standard error.
enum ListingNotes {
  /// A kind that nobody asked for by name is left out in silence, as `ss` does.
  static func write(_ coverage: [SocketKind: TableCoverage], asked: Selection) {
    for kind in SocketKind.allCases {
      guard let state = coverage[kind] else { continue }
      switch state {
      case .complete, .fallback: continue
      case .unavailable:
        guard asked.names(kind) else { continue }
        StandardError.write("topss: \(kind.title) sockets are not available in this kernel\n")
      case .incomplete(let fault):
        StandardError.write("topss: \(kind.title) sockets are incomplete: \(fault.sentence)\n")
      }
    }
  }
}

extension TableFault {
  /// Why, in words.
  var sentence: SafeText {
    switch self {
    case .errno(let code): DiagError.reason(code)
    case .interrupted: "the table changed while it was read"
    case .truncated: "a message was too large"
    case .malformed: "the kernel's answer does not hold together"
    case .timedOut: "the kernel did not answer in time"
    }
  }
}

extension ListingNotes {
  /// Which network namespaces are missing.
  static func write(_ unentered: UnenteredNamespaces) {
    for sentence in VisibilityNotes.sentences(on: unentered) {
      StandardError.write("topss: \(sentence)\n")
    }
  }
}
