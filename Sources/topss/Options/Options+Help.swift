internal import SocketFilter
internal import SocketModel
internal import TextSafety

extension Options {
  /// What `--help` prints: one screen, made from the tables of options and states.
  static let help: SafeText = {
    var text: SafeText = """
      Usage: topss [OPTIONS] [FILTER]
      Watches sockets live; with --once, or into a pipe or file, prints like ss.


      """
    for group in OptionEntry.Group.allCases {
      let items = OptionEntry.all.filter { $0.group == group }.map(item)
      append(items, label: group.label, to: &text)
    }
    append(TableName.names.map { SafeText(RawText(utf8: $0)) }, label: "TABLE", to: &text)
    append(familyNames.map { SafeText(RawText(utf8: $0)) }, label: "FAMILY", to: &text)
    text.append(
      """

      FILTER: [state STATE | exclude STATE]... EXPRESSION, for example
        state established dport = :443       src 10.0.0.0/8 and not sport = :ssh
        '( dport = :80 or dport = :443 )'    'rtt > 50ms'    'proc = nginx'

      """)
    append(stateNames.map { SafeText(RawText(utf8: $0)) }, label: "STATE", to: &text)
    text.append("See topss(8) for fields, keys and the configuration.\n")
    return text
  }()

  /// The names of states and groups, one for each.
  static let stateNames: [String] = {
    let all = StateNames.all
    return all.indices.filter { index in
      all.firstIndex { $0.states == all[index].states } == index
    }.map { all[$0].name }
  }()

  private static let width = 79
  private static let margin = 10

  private static func item(_ entry: OptionEntry) -> SafeText {
    guard !entry.brief.isEmpty else { return entry.spelling }
    return "\(entry.spelling) \(entry.brief)"
  }

  /// Appends `items` after a label in lines that break between items.
  private static func append(_ items: [SafeText], label: SafeText, to text: inout SafeText) {
    text.append(label, paddedTo: margin)
    var column = margin
    for (index, item) in items.enumerated() {
      let gap = index == 0 ? 0 : 2
      if column + gap + item.columns > width {
        text.append("\n")
        text.append(blanks: margin)
        column = margin
      } else {
        text.append(blanks: gap)
        column += gap
      }
      text.append(item)
      column += item.columns
    }
    text.append("\n")
  }
}
