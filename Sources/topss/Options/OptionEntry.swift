internal import TextSafety

/// One line of the option table: how an option is written and what it does.
///
/// `--help`, the manual page and the completions of the shells come from `OptionEntry.all`.
struct OptionEntry: Sendable {
  /// What an option is about.
  enum Group: CaseIterable, Sendable {
    case sockets, states, columns, listing, acting, output, screen, configuration, program

    /// Stands before the group in `--help`: at most nine cells.
    var label: SafeText {
      switch self {
      case .sockets: "sockets"
      case .states: "states"
      case .columns: "details"
      case .listing: "listing"
      case .acting: "acting"
      case .output: "output"
      case .screen: "screen"
      case .configuration: "settings"
      case .program: "program"
      }
    }

    /// Heads the group in the manual page.
    var title: SafeText {
      switch self {
      case .sockets: "Which sockets"
      case .states: "In which states"
      case .columns: "What of each socket"
      case .listing: "How a listing looks"
      case .acting: "Acting on sockets"
      case .output: "How often, and in which format"
      case .screen: "The screen"
      case .configuration: "Configuration"
      case .program: "The program itself"
      }
    }
  }

  /// What may follow as a value.
  enum Values: Hashable, Sendable {
    case any
    case file
    /// A name under `/run/netns`, or one of these words.
    case namespace(or: [String])
    case words([String])
    /// Names of tables, separated by commas.
    case tables
    /// Names of fields, separated by commas.
    case fields
    /// The name of a field, with `:asc` or `:desc` after it if wanted.
    case order
  }

  /// The value that an option takes.
  struct Argument: Sendable {
    /// As help calls it: `FILE`.
    var name: SafeText
    var values: Values
  }

  /// The letter after one hyphen; nil for none.
  var letter: Character?
  /// The name after two hyphens; nil for none.
  var name: String?
  var argument: Argument?
  var group: Group
  /// One to four words for `--help`.
  var brief: SafeText
  /// A sentence without its full stop, for the manual page and the completions.
  var help: SafeText

  init(
    _ letter: Character?, _ name: String?, _ group: Group, _ brief: SafeText, _ help: SafeText,
    _ argument: Argument? = nil
  ) {
    self.letter = letter
    self.name = name
    self.group = group
    self.brief = brief
    self.help = help
    self.argument = argument
  }

  /// One of our own options, which have a long name only.
  init(
    _ option: OwnOption, _ group: Group, _ help: SafeText, _ argument: Argument? = nil
  ) {
    self.init(nil, option.rawValue, group, "", help, argument)
  }

  /// The shortest spelling: `-t`, `--tos`, with the value's name after it.
  var spelling: SafeText {
    var text: SafeText = letter == nil ? "--" : "-"
    text.append(RawText(utf8: letter.map { String($0) } ?? name ?? ""))
    if let argument { text.append(" \(argument.name)" as SafeText) }
    return text
  }
}
