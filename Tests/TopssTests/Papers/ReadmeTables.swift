import SocketMetrics
import SocketMonitor
import TerminalUI
import TextSafety

/// The tables of the README.
enum ReadmeTables {
  static var keys: String {
    var text = "| key | action |\n| --- | --- |\n"
    for binding in KeyBinding.all {
      let keys = binding.keys.map { "`\(code(KeyName.text($0).string))`" }.joined(separator: " ")
      text += "| \(keys) | \(binding.help.string) |\n"
    }
    return text
  }

  static var fields: String {
    var text = "| name | title | unit | what it is |\n| --- | --- | --- | --- |\n"
    for field in SocketField.allCases {
      let definition = field.definition
      text += "| `\(definition.identifier.string)` | \(definition.title.string) | "
      text += "\(unit(definition.unit)) | \(definition.help.string) |\n"
    }
    return text
  }

  /// A bar would end the cell, a single backquote the code.
  private static func code(_ key: String) -> String { key.replacing("|", with: "\\|") }

  private static func unit(_ unit: FieldUnit) -> String {
    switch unit {
    case .text: "text"
    case .count: "number"
    case .identifier: "exact"
    case .bytes: "bytes"
    case .bytesPerSecond: "bytes/s"
    case .perSecond: "1/s"
    case .seconds: "s"
    case .share: "0…1"
    case .segments: "segments"
    }
  }
}
