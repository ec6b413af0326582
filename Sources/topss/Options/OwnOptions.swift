internal import LinuxHost
internal import SocketMetrics

/// What `topss` understands beyond the options of `ss`. Nil where nothing was said, so that the
/// configuration may decide.
struct OwnOptions: Hashable, Sendable {
  enum Format: Hashable, Sendable { case text, json, csv }
  enum ColorChoice: String, CaseIterable, Sendable {
    case automatic = "auto"
    case always, never
  }
  enum DestroyEvents: String, CaseIterable, Sendable {
    case automatic = "auto"
    case on, off
  }
  /// Which namespaces are shown.
  enum Namespace: Hashable, Sendable {
    case all
    /// A name under `/run/netns`.
    case named(String)
  }

  /// A column to sort by; nil for its own direction.
  struct Order: Hashable, Sendable {
    var field: SocketField
    var isDescending: Bool?
  }

  var isOnce = false
  var isBatch = false
  /// What happens to sockets, line by line.
  var follows = false
  var format = Format.text
  /// Seconds between two samples.
  var interval: Double?
  /// Samples until the end; nil for no end.
  var count: Int?
  var order: Order?
  var columns: [SocketField]?
  var isReadOnly = false
  var color: ColorChoice?
  var isASCII = false
  var ignoresMouse = false
  var configurationFile: String?
  var ignoresConfiguration = false
  var printsConfiguration = false
  var namespace: Namespace?
  var destroyEvents: DestroyEvents?
  var isDryRun = false
  var diagnoses = false
  /// `-K` and signals may hit the program's own ancestors.
  var allowsAncestors = false
}

extension OwnOptions {
  /// Whether a listing looks as `ss` prints it, and not like the field table.
  var isPlainListing: Bool {
    format == .text && columns == nil && order == nil && !isBatch && !follows
  }

  /// Whether the ends of sockets are heard; by themselves unless an option says otherwise.
  var eventPolicy: DestroyEventPolicy {
    switch destroyEvents {
    case nil, .automatic: .automatic
    case .on: .always
    case .off: .never
    }
  }
}

/// The long options of our own; all of them are spelled in full.
enum OwnOption: String, CaseIterable, Sendable {
  case once, batch, follow, json, csv, interval, count, sort, columns, readonly, color, ascii
  case noMouse = "no-mouse"
  case config
  case noConfig = "no-config"
  case printConfig = "print-config"
  case netns
  case destroyEvents = "destroy-events"
  case dryRun = "dry-run"
  case diagnose
  case allowAncestors = "allow-ancestors"

  /// Whether a value follows, after `=` or as the next word.
  var takesValue: Bool {
    switch self {
    case .interval, .count, .sort, .columns, .color, .config, .netns, .destroyEvents: true
    case .once, .batch, .follow, .json, .csv, .readonly, .ascii, .noMouse, .noConfig, .printConfig,
      .dryRun, .diagnose, .allowAncestors:
      false
    }
  }
}
