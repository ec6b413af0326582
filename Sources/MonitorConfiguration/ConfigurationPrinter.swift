package import SocketMonitor
internal import TerminalUI
package import TextSafety

/// Writes configurations that `ConfigurationParser` reads back.
package enum ConfigurationPrinter {
  /// The whole of `configuration`, every setting with a comment.
  package static func text(of configuration: Configuration) -> SafeText {
    var text: SafeText = """
      # The configuration of topss, for ~/.config/topss/config.
      #
      # It concerns the screen only: what --once, --batch, --json and --csv print depends on the
      # command line alone. The command line outranks this file. A line that begins with # is a
      # comment; lines that are left out keep their default.

      """
    for setting in Setting.all {
      text.append("\n")
      append(comment: setting.help, to: &text)
      append(setting.name, setting.value(configuration), to: &text)
    }
    appendKeys(of: configuration, to: &text)
    appendFilters(of: configuration, to: &text)
    text.append("\n")
    append(
      comment: """
        The views: their columns from left to right, with :N for a width of N cells, and the \
        column that orders the rows, with :asc or :desc. What is saved in the dialog of columns (F2, then s) stands in the file \
        state beside this one, and outranks it.
        """, to: &text)
    appendLayouts(of: configuration, to: &text)
    return text
  }

  /// The state file: layouts only.
  package static func state(of configuration: Configuration) -> SafeText {
    var text: SafeText = """
      # Written by topss when columns are saved; remove it to go back to the configuration.

      """
    appendLayouts(of: configuration, to: &text)
    return text
  }

  /// The file of filters that were saved from the prompt.
  package static func file(of filters: [SavedFilter]) -> SafeText {
    var text: SafeText = "# Written by topss when filters are saved (Ctrl-O in the prompt).\n\n"
    for filter in filters { append("filter \(filter.name)", filter.text, to: &text) }
    return text
  }

  private static func append(_ name: SafeText, _ value: SafeText, to text: inout SafeText) {
    text.append(name)
    text.append(value.isEmpty ? " =\n" : " = \(value)\n")
  }

  private static func append(comment: SafeText, to text: inout SafeText) {
    for line in comment.wrapped(to: 77) { text.append("# \(line)\n" as SafeText) }
  }

  private static func appendKeys(of configuration: Configuration, to text: inout SafeText) {
    text.append("\n")
    append(
      comment: """
        Keys: F1 to F12, letters, ^A for Ctrl-A, Alt-a, Space, Enter, Tab, S-Tab, Esc, Up, Down, \
        Left, Right, Home, End, PgUp, PgDn, Ins, Del, Backspace; none for no key.
        """, to: &text)
    for binding in configuration.keys.bindings {
      var keys = SafeText()
      for (index, key) in binding.keys.enumerated() {
        if index > 0 { keys.append(" ") }
        keys.append(KeyName.text(key, isASCII: true))
      }
      append("bind \(binding.name)", keys.isEmpty ? "none" : keys, to: &text)
    }
  }

  private static func appendFilters(of configuration: Configuration, to text: inout SafeText) {
    text.append("\n")
    append(
      comment: """
        Filters with a name, to be picked in the prompt; topss @NAME starts with one. For example: filter slow = rtt > 100ms or retrans_rate > 1
        """, to: &text)
    for filter in configuration.filters {
      append("filter \(filter.name)", filter.text, to: &text)
    }
  }

  private static func appendLayouts(of configuration: Configuration, to text: inout SafeText) {
    for view in ViewKind.allCases {
      guard let layout = configuration.layouts[view], !layout.columns.isEmpty else { continue }
      var columns = SafeText()
      for (index, column) in layout.columns.enumerated() {
        if index > 0 { columns.append(" ") }
        columns.append(column.identifier)
        if let width = layout.widths[column] { columns.append(":\(width)" as SafeText) }
      }
      text.append("\n[\(view.identifier)]\n" as SafeText)
      append("columns", columns, to: &text)
      let direction: SafeText = layout.order.isDescending ? "desc" : "asc"
      append("sort", "\(layout.order.column.identifier):\(direction)", to: &text)
    }
  }
}
