import MonitorConfiguration
import SocketFilter
import SocketMetrics
import SocketMonitor
import TerminalUI
import TextSafety

@testable import topss

/// The manual page, in the macros of mdoc(7), from the tables of options, keys, fields, words and
/// settings.
struct ManualPage {
  var lines: [String] = []

  static var text: String {
    var page = ManualPage()
    page.head()
    page.options()
    page.keys()
    page.language()
    page.fields()
    page.configuration()
    page.lines.append(closing)
    return page.lines.flatMap(wrapped).joined(separator: "\n") + "\n"
  }

  /// A line of text in lines of at most 78 characters.
  private static func wrapped(_ line: String) -> [String] {
    guard line.count > 78, !line.hasPrefix("."), !line.contains("\n") else { return [line] }
    var lines = [""]
    for word in line.split(separator: " ") {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.count + 1 + word.count <= 78 {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  /// Text as roff shows it.
  static func escaped(_ text: String) -> String {
    let plain = text.replacing("\\", with: "\\e")
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
  }

  /// Words behind a macro, of which none is a macro.
  private static func text(_ words: String) -> String {
    words.split(separator: " ").map { "\\&\($0)" }.joined(separator: " ")
  }

  /// What must be shown letter for letter.
  private static func literal(_ text: String) -> String {
    escaped(text).replacing("-", with: "\\-").replacing("~", with: "\\(ti")
      .replacing("^", with: "\\(ha").replacing("\"", with: "\\(dq")
  }

  /// One argument of a macro.
  private static func argument(_ text: String) -> String {
    let isMacro = text.count <= 3 || text.contains(" ")
    return isMacro ? "\"\\&\(literal(text))\"" : literal(text)
  }

  /// A sentence a line, as mdoc wants it.
  private mutating func sentences(_ text: String) {
    let marked = text.replacing(". ", with: ".\u{0}").replacing("? ", with: "?\u{0}")
    lines += marked.split(separator: "\u{0}").map { Self.escaped(String($0)) }
  }

  mutating func section(_ title: String) { lines.append(".Sh \(title)") }

  private mutating func head() {
    lines += [
      ".\\\" Made from the program's tables by Tests/TopssTests/Papers: do not edit.",
      ".Dd \(ProgramVersion.date.string)", ".Dt TOPSS 8", ".Os",
      ".Sh NAME", ".Nm topss", ".Nd watch sockets live, and list them as ss does",
      ".Sh SYNOPSIS", ".Nm", ".Op Ar options", ".Op Ar filter",
      ".Sh DESCRIPTION", ".Nm",
      "shows the sockets of a Linux host with rates from the kernel's own counters,",
      "sorted, filtered, grouped, and refreshed each interval.",
      "It asks the kernel by sock_diag netlink; packets are not captured.",
      "The ends of sockets are listened to, so that short connections count in the totals.",
      ".Pp", "Into a pipe or a file, and with", ".Fl \\-once ,",
      "it prints one listing as", ".Xr ss 8", "does, with the options and the filter of",
      ".Xr ss 8 .",
    ]
  }

  private mutating func options() {
    section("OPTIONS")
    lines.append("Short options may be bundled.")
    for group in OptionEntry.Group.allCases {
      lines += [".Ss \(Self.text(group.title.string))", ".Bl -tag -width Ds"]
      for entry in OptionEntry.all where entry.group == group {
        lines.append(".It " + Self.spellings(of: entry))
        sentences(Self.sentence(entry.help.string))
      }
      lines.append(".El")
    }
    lines += [
      ".Ss Tables and families", "A",
      ".Ar TABLE", "is one of", Self.list(TableName.names), "A", ".Ar FAMILY", "is one of",
      Self.list(Options.familyNames),
    ]
  }

  private static func spellings(of entry: OptionEntry) -> String {
    var parts: [String] = []
    if let letter = entry.letter { parts.append("Fl \(letter)") }
    if let name = entry.name { parts.append("Fl \\-\(literal(name))") }
    let value = entry.argument.map { " Ar \(argument($0.name.string))" } ?? ""
    return parts.joined(separator: " , ") + value
  }

  private static func sentence(_ text: String) -> String {
    let first = text.prefix(1).uppercased() + text.dropFirst()
    return first.hasSuffix(".") ? first : first + "."
  }

  static func list(_ words: [String]) -> String {
    words.map(literal).joined(separator: ", ") + "."
  }

  private mutating func keys() {
    section("KEYS")
    lines += [
      "The names in parentheses are those of the actions in the configuration.",
      ".Bl -tag -width \"PgUp  \\(haB\"",
    ]
    for binding in KeyBinding.all {
      let keys = binding.keys.map { KeyName.text($0, isASCII: true).string }
      lines.append(".It " + keys.map { "Ic \(Self.argument($0))" }.joined(separator: " "))
      lines.append(Self.escaped(binding.help.string.replacing("…", with: "...")))
      lines.append("(" + Self.literal(binding.name.string) + ").")
    }
    lines.append(".El")
  }

  private mutating func fields() {
    section("COLUMNS")
    lines += [
      "Fields are columns, can be sorted by, are compared in filters, and are keys of JSON and CSV.",
      "JSON and CSV have base units: bytes, bytes per second, seconds.",
      ".Bl -tag -width skmem_limit",
    ]
    for field in SocketField.allCases {
      let definition = field.definition
      lines.append(".It Cm \(Self.argument(definition.identifier.string))")
      sentences(definition.help.string)
    }
    lines.append(".El")
  }

  private mutating func configuration() {
    section("CONFIGURATION")
    lines += [
      "The file", ".Pa config", "has a line", ".Ql NAME = VALUE", "for each setting;",
      ".Nm Fl \\-print\\-config", "prints one with all defaults.",
      "It concerns the screen only.", ".Bl -tag -width Ds",
    ]
    for setting in Setting.all {
      let value = setting.value(Configuration()).string
      let shown = value.isEmpty ? "" : " = \(value)"
      lines.append(".It Cm \(Self.argument(setting.name.string + shown))")
      sentences(setting.help.string)
    }
    lines += [
      ".It Cm \"bind ACTION = KEY ...\"", "Gives an action other keys.",
      ".It Cm \"filter NAME = FILTER\"", "Saves a filter;", ".Ql topss @NAME", "begins with it.",
      ".It Cm \"[VIEW]\"", "Begins the layout of a view:", ".Cm columns", "and", ".Cm sort .",
      "In", ".Cm columns ,", ".Ql local:30", "gives a column a width of 30 cells.",
      ".El", ".Pp",
      "A theme is a file with a line", ".Ql ROLE = COLOUR [on COLOUR] [bold] [dim] [underline]",
      "for each role; one that is left out looks as in the theme default.",
      "A colour is default, black, red, green, yellow, blue, magenta, cyan, white, one of them with",
      "bright\\- before it, a number up to 255, or #rrggbb.",
      "Where the terminal has fewer colours, the nearest are taken.",
      "The roles are:", ".Bl -tag -width state-established -compact",
    ]
    for role in StyleRole.allCases {
      lines += [".It Cm \(Self.argument(role.fileName))", Self.escaped(role.help.string)]
    }
    lines += [
      ".El", ".Pp",
      "Run by root, by", ".Xr sudo 8", "or with file capabilities,", ".Nm",
      "uses only files that belong to root or to the user it runs as,",
      "and that nobody else can write.",
    ]
  }
}
