internal import LinuxHost
internal import SocketModel
internal import SocketReport
internal import TextSafety

/// `-E`: sockets as the kernel destroys them, until a signal ends the program.
enum EventsMode {
  /// Returns only by throwing.
  static func run(_ options: Options) throws {
    let listing = try Listing(options)
    let stream = try DestroyStream(
      tables: listing.selection.tables, families: listing.families)
    var report = listing.report(width: TerminalWidth.ofOutput)
    while true {
      let isComplete = try stream.next { detail in
        // The end is told in its last state, which no option means.
        guard listing.families.contains(detail.record.family),
          listing.expressionMatches(detail.record, name: nil)
        else { return }
        report.append(detail)
      }
      if !isComplete { StandardError.write("topss: some ends of sockets were lost\n") }
      let text = report.flush()
      if !text.isEmpty { try StandardOutput.write(text) }
    }
  }
}
