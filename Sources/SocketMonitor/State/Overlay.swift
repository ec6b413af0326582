package import TerminalUI
package import TextSafety

/// What lies over the table and takes the keys.
package enum Overlay: Sendable {
  case none
  case filterPrompt(FilterPrompt)
  case searchPrompt(LineEditor)
  case help(HelpState)
  case menu(ActionMenu)
  case choice(ShownChoice)
  case columns(ColumnsDialog)
  case explanation(Dialog)
  case signal(SignalDialog)
  case destroy(DestroyDialog)

  /// Whether rows stand still under it; what is chosen in it shows at once all the same.
  var holdsRows: Bool {
    switch self {
    case .none, .filterPrompt: false
    case .searchPrompt, .help, .menu, .choice, .columns, .explanation, .signal, .destroy: true
    }
  }
}

/// A menu and what its items do.
package struct ActionMenu: Sendable {
  package enum Purpose: Sendable {
    case sort([ViewColumn])
    /// One choice per item; the first level, or the second below a chosen first.
    case group([RowGroupingChoice], first: RowGroupingChoice?)
    /// To the terminal's clipboard, or to a file.
    case copy([SafeText], toFile: Bool)
  }

  package var purpose: Purpose
  package internal(set) var menu: Menu
}

/// The help as it shows.
package struct HelpState: Sendable {
  package internal(set) var top = 0
  /// What is looked for.
  package internal(set) var query = SafeText()
  /// The prompt while it is typed.
  package internal(set) var prompt: LineEditor?
  /// The line that the search found last.
  var found: Int?
}
