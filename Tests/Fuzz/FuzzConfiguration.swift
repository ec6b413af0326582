import MonitorConfiguration
import SocketMonitor
import TerminalUI
import TextSafety

/// Configuration files, and the columns that were saved.
enum FuzzConfiguration {
  static func run(_ bytes: [UInt8]) {
    let names = TestNames()
    let (read, problems) = ConfigurationParser.parse(RawText(bytes), names: names)
    for problem in problems {
      FuzzText.check(problem.text())
      FuzzText.check(problem.text(showsWords: false))
    }
    let printed = ConfigurationPrinter.text(of: read)
    check(printed)
    check(ConfigurationPrinter.state(of: read))
    let (again, complaints) = ConfigurationParser.parse(RawText(printed.utf8), names: names)
    if let complaint = complaints.first {
      demand(false, "what is written cannot be read: \(complaint.text())")
    }
    demand(
      ConfigurationPrinter.text(of: again) == printed,
      "read back as another configuration: \(printed.string)")
  }

  /// Line by line: line ends are the printer's own.
  private static func check(_ text: SafeText) {
    for line in text.utf8.split(separator: 0x0a) {
      demand(SafeText(RawText(line)).utf8.elementsEqual(line), "a control in \(text)")
    }
  }
}
