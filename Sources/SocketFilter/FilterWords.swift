package import SocketMetrics
internal import TextSafety

/// The words that begin a condition.
package enum FilterWords {
  /// Words of the language itself: those of `ss`, and `port`, `host`.
  package static let core = [
    "src", "dst", "sport", "dport", "port", "host", "dev", "fwmark", "cgroup", "autobound", "state",
    "exclude",
  ]

  /// Other names of fields.
  private static let aliases: [String: SocketField] = [
    "process": .proc, "command": .cmd, "container": .container, "congestion": .cc,
    "recv-q": .recvq, "send-q": .sendq, "interface": .dev, "ino": .inode,
  ]

  /// Fields that a filter may compare, by lower-case identifier and by lower-case case name.
  package static let fields: [String: SocketField] = {
    var fields = aliases
    for field in SocketField.allCases where field.definition.isFilterable {
      fields["\(field)".lowercased()] = field
      fields[field.definition.identifier.string.lowercased()] = field
    }
    return fields
  }()

  /// Every word that can begin a condition.
  static let all: [String] = core + fields.keys.sorted()

  /// The field that `word` names, in any case of letters.
  package static func field(_ word: String) -> SocketField? { fields[word.lowercased()] }
}

extension SocketField {
  /// The name by which filters know the field.
  package var filterName: String {
    let identifier = definition.identifier.string
    return identifier.isEmpty ? "\(self)" : identifier
  }
}
