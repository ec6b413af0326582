package import TextSafety

extension StyleRole {
  /// What is drawn in the role, for theme files and the manual.
  package var help: SafeText {
    switch self {
    case .normal: "most of the screen"
    case .dim: "what is zero, idle or not known"
    case .accent: "titles, the view that is shown, what is to be noticed"
    case .header: "titles of columns"
    case .headerSorted: "the title of the column that orders the rows"
    case .cursor: "the row under the cursor"
    case .tagged: "rows that are tagged"
    case .added: "rows that just appeared"
    case .ended: "rows that ended and stay a moment"
    case .warning: "what may be wrong"
    case .critical: "what is wrong"
    case .stateEstablished: "connections that are open"
    case .stateListening: "listeners"
    case .stateOpening: "connections that begin"
    case .stateClosing: "connections that end"
    case .stateCloseWait: "connections that the process should close"
    case .stateTimeWait: "connections that only wait"
    case .prompt: "the prompt of the filter"
    case .error: "what the prompt marks, and what failed"
    case .keyBarKey: "keys of the key bar"
    case .keyBarLabel: "words of the key bar"
    case .dialog: "dialogs and menus"
    case .dialogTitle: "their titles"
    case .dialogSelected: "what is chosen in them"
    case .match: "what the search found"
    case .graphReceived: "graphs of what is received"
    case .graphSent: "graphs of what is sent"
    }
  }
}
