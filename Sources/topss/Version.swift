internal import TextSafety

/// The version of the program: here and nowhere else.
enum Version {
  /// As people and packages write it; semantic.
  static let number: SafeText = "0.1.0"

  /// What `--version` prints first.
  static let text: SafeText = "topss \(number)"

  /// The day of the manual page.
  static let date: SafeText = "November 21, 2026"
}
