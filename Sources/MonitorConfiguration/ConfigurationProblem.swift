package import SocketFilter
package import TerminalUI
package import TextSafety

/// A line of a configuration file that could not be used.
package struct ConfigurationProblem: Hashable, Sendable {
  /// From 1.
  package var line: Int
  /// What is wrong with it.
  package var reason: Reason

  /// A problem in a line.
  package init(line: Int, reason: Reason) {
    self.line = line
    self.reason = reason
  }

  /// Why a line could not be used; the words are the file's.
  package enum Reason: Error, Hashable, Sendable {
    case missingEqualsSign
    case unclosedSection
    case unknownSection(RawText)
    case unknownSetting(RawText)
    /// A setting of views outside their sections, or the other way round.
    case wrongPlace(RawText)
    case repeated(RawText)
    case badValue(RawText, expected: SafeText)
    case missingValue(expected: SafeText)
    case unknownColumn(RawText)
    case repeatedColumn(RawText)
    case noColumns
    case unknownAction(RawText)
    case unknownKey(RawText)
    case keyIsTaken(Key, by: SafeText)
    case neededToQuit
    case badFilterName(RawText)
    case badFilter(FilterError)
    case lineTooLong
    case tooManyLines
  }

  /// `line 7: "purple" is not …`; without the file's words when `showsWords` is false, for a file
  /// that the reader may not be allowed to see.
  package func text(showsWords: Bool = true) -> SafeText {
    "line \(line): \(reason.text(showsWords: showsWords))"
  }
}

extension ConfigurationProblem.Reason {
  /// The reason in words.
  package func text(showsWords: Bool = true) -> SafeText {
    func quoted(_ word: RawText) -> SafeText { showsWords ? "\"\(word)\"" : "the word" }
    switch self {
    case .missingEqualsSign: return "expected NAME = VALUE"
    case .unclosedSection: return "the section's name lacks its ]"
    case .unknownSection(let word):
      return "\(quoted(word)) is no section; known are general and the views"
    case .unknownSetting(let word): return "\(quoted(word)) is no setting"
    case .wrongPlace(let word): return "\(quoted(word)) does not belong into this section"
    case .repeated(let word): return "\(quoted(word)) is set twice; this line counts"
    case .badValue(let word, let expected): return "\(quoted(word)) is not \(expected)"
    case .missingValue(let expected): return "a value is missing: \(expected)"
    case .unknownColumn(let word): return "\(quoted(word)) is no column of this view"
    case .repeatedColumn(let word): return "column \(quoted(word)) stands here twice"
    case .noColumns: return "a table needs a column"
    case .unknownAction(let word): return "\(quoted(word)) is no action"
    case .unknownKey(let word): return "\(quoted(word)) is no key"
    case .keyIsTaken(let key, let action):
      return showsWords
        ? "the key \(KeyName.text(key, isASCII: true)) was given to \(action)"
        : "a key was given to another action"
    case .neededToQuit: return "the program could not be left any more: quit needs a key"
    case .badFilterName(let word):
      return "\(quoted(word)) is no name for a filter: letters, digits, - and _ are"
    case .badFilter(let error):
      return showsWords
        ? "the filter cannot be read: \(error.message)" : "the filter cannot be read"
    case .lineTooLong: return "the line is longer than \(ConfigurationParser.lineLimit) bytes"
    case .tooManyLines: return "only the first \(ConfigurationParser.lineCount) lines are read"
    }
  }
}
