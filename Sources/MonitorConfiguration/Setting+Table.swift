internal import SocketMonitor
internal import TextSafety

extension Setting {
  /// Every setting, in the order of the printed configuration.
  package static let all: [Setting] = [
    interval, view, options,
    .toggle("numeric", "Whether ports and users are shown as numbers.", \.isNumeric),
    theme,
    .wish(
      "color", "Whether colours are used; auto looks at the terminal and at NO_COLOR.",
      [.automatic: "auto", .always: "always", .never: "never"], \.color),
    .toggle(
      "ascii", "Whether lines, bars and graphs are drawn with ASCII characters only.", \.isASCII),
    .toggle(
      "mouse", "Whether the mouse works; the terminal's own selection then needs Shift.",
      \.usesMouse),
    units, prefixes,
    .toggle(
      "readonly", "Whether neither processes can be signalled nor sockets destroyed.",
      \.isReadOnly),
    .number(
      "flash", 0...60, "Samples for which a new row stands out.", \.flashingSamples),
    .number(
      "linger", 0...60, "Samples for which a row that ended stays on the screen.",
      \.lingeringSamples),
    .number(
      "stretch", 0...100,
      """
      Percent of one core that polls may take: where they cost more, they come less often, and the \
      header says so; 0 for no limit.
      """, \.stretchPercent),
    .wish(
      "destroy-events",
      "Whether the ends of sockets are listened to, so that short connections count too.",
      [.automatic: "auto", .always: "on", .never: "off"], \.destroyEvents),
    .number(
      "close-rate", 100...1_000_000,
      "Ends of sockets per second from which on destroy-events = auto pauses.", \.closeRate),
  ]

  private static let interval = Setting(
    "interval", "seconds from 0.05 to 86400", "Seconds between two samples."
  ) {
    SafeText(RawText(utf8: String($0.interval)))
  } read: { word, configuration in
    let isPlain = word.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2e }
    guard isPlain, let seconds = Double(word), (0.05...86400).contains(seconds) else {
      return false
    }
    configuration.interval = seconds
    return true
  }

  private static let view = Setting(
    "view", "the name of a view", "The view that is shown first: one of the sections below."
  ) {
    $0.view.identifier
  } read: { word, configuration in
    guard let view = ViewKind.allCases.first(where: { $0.identifier.string == word }) else {
      return false
    }
    configuration.view = view
    return true
  }

  private static let options = Setting(
    "options", "options and a filter",
    """
    Options and a filter for the screen when the command line chooses no sockets, for example \
    -t state established.
    """
  ) {
    SafeText(RawText(utf8: $0.options.joined(separator: " ")))
  } read: { words, configuration in
    configuration.options = words.split(separator: " ").map(String.init)
    return true
  }

  private static let theme = Setting(
    "theme", "the name of a theme",
    """
    default, light, dark, high-contrast, color-blind, monochrome, or the name of a file in the \
    folder themes beside this one.
    """
  ) {
    SafeText(RawText(utf8: $0.theme))
  } read: { word, configuration in
    // It may become a file's name: nothing that leads out of the folder.
    let isName = word.utf8.allSatisfy { FileWord.bytes.contains($0) } && !word.hasPrefix(".")
    guard isName, !word.isEmpty, word.utf8.count <= 64 else { return false }
    configuration.theme = word
    return true
  }

  private static let units = Setting(
    "units", "bytes or bits", "Whether rates are in bytes or in bits per second."
  ) {
    switch $0.quantity.unit {
    case .bytes: "bytes"
    case .bits: "bits"
    }
  } read: { word, configuration in
    guard word == "bytes" || word == "bits" else { return false }
    configuration.quantity.unit = word == "bits" ? .bits : .bytes
    return true
  }

  private static let prefixes = Setting(
    "prefixes", "decimal or binary", "Whether a kilo is 1000 (kB) or 1024 (KiB)."
  ) {
    switch $0.quantity.base {
    case .decimal: "decimal"
    case .binary: "binary"
    }
  } read: { word, configuration in
    guard word == "decimal" || word == "binary" else { return false }
    configuration.quantity.base = word == "binary" ? .binary : .decimal
    return true
  }
}

/// What names in the configuration consist of.
enum FileWord {
  /// Letters, digits, `-`, `_` and `.`.
  static let bytes = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.".utf8)
}
