import SocketMetrics
import TextSafety

@testable import topss

/// The completions of the shells, from the tables of options, tables, fields and states.
enum Completions {
  private static let origin =
    "# Made from the program's tables by Tests/TopssTests/Papers: do not edit."
  private static let fields = SocketField.allCases.map { $0.definition.identifier.string }
  private static let orders = fields + fields.flatMap { ["\($0):asc", "\($0):desc"] }
  private static let filterWords =
    ["state", "exclude", "src", "dst", "sport", "dport", "port", "host", "dev", "and", "or", "not"]
    + fields

  private static func spellings(_ entry: OptionEntry) -> [String] {
    [entry.letter.map { "-\($0)" }, entry.name.map { "--\($0)" }].compactMap { $0 }
  }
}

/// bash
extension Completions {
  static var bash: String {
    var cases: [String] = []
    for entry in OptionEntry.all {
      guard let argument = entry.argument, let action = bashAction(argument.values) else {
        continue
      }
      cases.append("    \(spellings(entry).joined(separator: " | ")))\n      \(action)\n      ;;")
    }
    let options = OptionEntry.all.flatMap(spellings).joined(separator: " ")
    return """
      # bash completion for topss
      \(origin)

      _topss_words() {
        mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
      }

      # Completes the last word of a list with commas.
      _topss_list() {
        local before=""
        [[ $cur == *,* ]] && before="${cur%,*},"
        mapfile -t COMPREPLY < <(compgen -P "$before" -W "$1" -- "${cur##*,}")
        compopt -o nospace
      }

      _topss() {
        local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD - 1]}"
        COMPREPLY=()
        case "$prev" in
      \(cases.joined(separator: "\n"))
          state | exclude)
            _topss_words "\(Options.stateNames.joined(separator: " "))"
            ;;
          *)
            if [[ $cur == -* ]]; then
              _topss_words "\(options)"
            else
              _topss_words "\(filterWords.joined(separator: " "))"
            fi
            ;;
        esac
      }

      complete -F _topss topss

      """
  }

  private static func bashAction(_ values: OptionEntry.Values) -> String? {
    switch values {
    case .any: nil
    case .file: "mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n      compopt -o filenames"
    case .namespace(let words):
      "_topss_words \"\((words + ["$(ls /run/netns 2> /dev/null)"]).joined(separator: " "))\""
    case .words(let words): "_topss_words \"\(words.joined(separator: " "))\""
    case .tables: "_topss_list \"\(TableName.names.joined(separator: " "))\""
    case .fields: "_topss_list \"\(fields.joined(separator: " "))\""
    case .order: "_topss_words \"\(orders.joined(separator: " "))\""
    }
  }
}

/// zsh
extension Completions {
  static var zsh: String {
    let lines = OptionEntry.all.flatMap { entry in
      spellings(entry).map { spelling -> String in
        let help = quoted(entry.help.string)
        let isLong = spelling.hasPrefix("--")
        let mark = entry.argument == nil ? "" : isLong ? "=" : "+"
        let value = entry.argument.map { ":\(quoted($0.name.string)):\(zshAction($0.values))" }
        return "    '*\(spelling)\(mark)[\(help)]\(value ?? "")' \\"
      }
    }
    return """
      #compdef topss
      \(origin)

      _topss_filter() {
        if [[ $words[CURRENT-1] == (state|exclude) ]]; then
          compadd -- \(Options.stateNames.joined(separator: " "))
        else
          compadd -- \(filterWords.joined(separator: " "))
        fi
      }

      _topss() {
        _arguments -s -S \\
      \(lines.joined(separator: "\n"))
          '*:filter:_topss_filter'
      }

      _topss "$@"

      """
  }

  private static func quoted(_ text: String) -> String {
    var result = ""
    for character in text {
      if "[]:\\".contains(character) { result += "\\" }
      result += character == "'" ? "'\\''" : String(character)
    }
    return result
  }

  /// The names in the folder; none where there is no such folder.
  private static let zshNamespaces = "/run/netns/*(N\\:t)"

  private static func zshAction(_ values: OptionEntry.Values) -> String {
    switch values {
    case .any: ""
    case .file: "_files"
    case .namespace(let words):
      "{ compadd -- \(words.joined(separator: " ")) \(zshNamespaces) }"
    case .words(let words): "(\(words.joined(separator: " ")))"
    case .tables: "_values -s , table \(TableName.names.joined(separator: " "))"
    case .fields: "_values -s , field \(fields.joined(separator: " "))"
    case .order: "(\(orders.map(quoted).joined(separator: " ")))"
    }
  }
}

/// fish
extension Completions {
  static var fish: String {
    let lines = OptionEntry.all.map { entry -> String in
      var line = "complete -c topss"
      if let letter = entry.letter { line += " -s \(letter)" }
      if let name = entry.name { line += " -l \(name)" }
      if let argument = entry.argument { line += fishAction(argument.values) }
      return line + " -d \(fishQuoted(entry.help.string))"
    }
    let states = fishQuoted(Options.stateNames.joined(separator: " "))
    let words = fishQuoted(filterWords.joined(separator: " "))
    return """
      # fish completion for topss
      \(origin)

      function __topss_after_state
          contains -- (commandline -opc)[-1] state exclude
      end

      complete -c topss -f
      \(lines.joined(separator: "\n"))
      complete -c topss -n __topss_after_state -a \(states)
      complete -c topss -n 'not __topss_after_state' -a \(words)

      """
  }

  private static func fishQuoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }

  private static func fishAction(_ values: OptionEntry.Values) -> String {
    switch values {
    case .any: " -x"
    case .file: " -r -F"
    case .namespace(let words):
      " -x -a '\((words + ["(path basename /run/netns/* 2> /dev/null)"]).joined(separator: " "))'"
    case .words(let words): " -x -a " + fishQuoted(words.joined(separator: " "))
    case .tables: " -x -a " + fishQuoted(TableName.names.joined(separator: " "))
    case .fields: " -x -a " + fishQuoted(fields.joined(separator: " "))
    case .order: " -x -a " + fishQuoted(orders.joined(separator: " "))
    }
  }
}
