internal import LinuxHost
internal import SocketModel
internal import SocketReport
internal import TextSafety

/// `-E`: sockets as the kernel destroys them, until a signal ends the program.
enum EventsMode {
  /// Returns only by throwing.
  static func run(_ options: Options) throws {
    var roster = NamespaceRoster()
    let namespaces = options.namespace == .all ? roster.search() : nil
    let listing = try Listing(options, namespaces: namespaces)
    let own = try DestroyStream(tables: listing.selection.tables, families: listing.families)
    var streams = EventStreams(own: own, listing: listing)
    var rows = ModeRows(listing)
    if let namespaces {
      streams.follow(namespaces)
      ListingNotes.write(namespaces.unentered)
    }
    var searched = HostClock.monotonic()
    while true {
      DestroyStream.wait(for: streams.all, seconds: namespaces == nil ? nil : searchInterval)
      try streams.read { rows.append($0) }
      try rows.write()
      guard namespaces != nil, HostClock.monotonic().seconds(since: searched) >= searchInterval
      else { continue }
      let found = roster.search()
      streams.follow(found)
      rows.rename(found.names)
      searched = HostClock.monotonic()
    }
  }

  /// Seconds between two searches for namespaces: containers come and go.
  private static let searchInterval = 1.0
}

/// What is heard in each network namespace.
private struct EventStreams {
  private let own: DestroyStream
  private let listing: Listing
  private var others: [NamespaceID: DestroyStream] = [:]
  private var refused: Set<NamespaceID> = []

  init(own: DestroyStream, listing: Listing) {
    self.own = own
    self.listing = listing
  }

  var all: [DestroyStream] { [own] + others.values }

  /// Listens in namespaces that are new, and no more in those that nobody lives in.
  mutating func follow(_ set: NamespaceSet) {
    let present = Set(set.entered.map(\.id))
    others = others.filter { present.contains($0.key) }
    for namespace in set.entered
    where others[namespace.id] == nil && !refused.contains(namespace.id) {
      do throws(DiagError) {
        others[namespace.id] = try namespace.stream(
          tables: listing.selection.tables, families: listing.families)
      } catch {
        refused.insert(namespace.id)
        let name = set.names[Int(namespace.id.rawValue)].name
        StandardError.write("topss: ends of sockets in \(name) are not heard: \(error.sentence)\n")
      }
    }
  }

  /// Hands over the sockets whose end waits to be read and that the filter matches.
  func read(_ each: (SocketDetail) -> Void) throws(DiagError) {
    var isComplete = true
    for stream in all {
      while let isWhole = try stream.readWaiting({ detail in
        // The end is told in its last state, which no option means.
        guard listing.families.contains(detail.record.family),
          listing.expressionMatches(detail)
        else { return }
        each(detail)
      }) {
        isComplete = isComplete && isWhole
      }
    }
    if !isComplete { StandardError.write("topss: some ends of sockets were lost\n") }
  }
}
