package import TextSafety

/// One setting that stands outside the views' sections: its name, what it does, how it is read and
/// written.
///
/// Parser, printed configuration and manual come from `Setting.all`.
package struct Setting: Sendable {
  package var name: SafeText
  /// What may stand after the `=`, as it follows "is not".
  package var expected: SafeText
  /// One or two sentences.
  package var help: SafeText
  /// The value as the file spells it.
  package var value: @Sendable (Configuration) -> SafeText
  /// Takes a value; false when it means nothing.
  var read: @Sendable (String, inout Configuration) -> Bool

  init(
    _ name: SafeText, _ expected: SafeText, _ help: SafeText,
    value: @escaping @Sendable (Configuration) -> SafeText,
    read: @escaping @Sendable (String, inout Configuration) -> Bool
  ) {
    self.name = name
    self.expected = expected
    self.help = help
    self.value = value
    self.read = read
  }

  /// A setting that is on or off.
  static func toggle(
    _ name: SafeText, _ help: SafeText, _ path: any WritableKeyPath<Configuration, Bool> & Sendable
  ) -> Setting {
    Setting(name, "yes or no", help) {
      $0[keyPath: path] ? "yes" : "no"
    } read: { word, configuration in
      guard let isOn = ["yes": true, "no": false][word] else { return false }
      configuration[keyPath: path] = isOn
      return true
    }
  }

  /// A setting that is one of three words, those of the option of the same name.
  static func wish(
    _ name: SafeText, _ help: SafeText,
    _ words: [Configuration.Wish: SafeText],
    _ path: any WritableKeyPath<Configuration, Configuration.Wish> & Sendable
  ) -> Setting {
    let names = Configuration.Wish.allCases.map { words[$0] ?? "" }
    return Setting(name, "\(names[0]), \(names[1]) or \(names[2])", help) {
      words[$0[keyPath: path]] ?? ""
    } read: { word, configuration in
      guard let wish = words.first(where: { $0.value.string == word }) else { return false }
      configuration[keyPath: path] = wish.key
      return true
    }
  }

  /// A whole number in a range.
  static func number(
    _ name: SafeText, _ range: ClosedRange<Int>, _ help: SafeText,
    _ path: any WritableKeyPath<Configuration, Int> & Sendable
  ) -> Setting {
    let expected: SafeText = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    return Setting(name, expected, help) {
      "\($0[keyPath: path])"
    } read: { word, configuration in
      guard word.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(word),
        range.contains(number)
      else { return false }
      configuration[keyPath: path] = number
      return true
    }
  }
}
