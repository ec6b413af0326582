internal import LinuxHost
internal import SocketModel
internal import SocketMonitor
internal import SocketReport
internal import TextSafety

/// `-K`: destroys what the filter matches and lists it; with `--dry-run` it lists only.
enum KillMode {
  static func run(_ options: Options) throws {
    let listing = try Listing(options, namespaces: namespaces(of: options))
    // Empty words and empty files are no filter either.
    guard listing.filter.isNarrowing else { throw OptionError(.killWithoutFilter) }
    guard listing.namespaces == nil || !listing.filter.namesDevice else {
      throw OptionError(.killByDeviceEverywhere)
    }
    let guardian = KillGuard(options)
    var rows = ModeRows(listing)
    run(listing, in: SocketCollector(paths: listing.paths), guardian, &rows)
    for namespace in listing.namespaces?.entered ?? [] {
      run(listing, in: namespace.collector(), guardian, &rows)
    }
    try rows.write()
    if let unentered = listing.namespaces?.unentered { ListingNotes.write(unentered) }
  }

  /// The namespaces beside the own one; nil when they are not asked for.
  private static func namespaces(of options: Options) -> NamespaceSet? {
    guard options.namespace == .all else { return nil }
    var roster = NamespaceRoster()
    return roster.search()
  }

  /// Destroys what is found in the namespace of `collector`, by its cookies there.
  private static func run(
    _ listing: Listing, in collector: SocketCollector, _ guardian: KillGuard,
    _ rows: inout ModeRows
  ) {
    var found: [SocketDetail] = []
    var others = 0
    let coverage = collector.stream(listing.plan) { detail in
      guard listing.shows(detail) else { return }
      if detail.record.kind.isInternet { found.append(detail) } else { others += 1 }
    }
    for detail in found {
      if let reason = guardian.refusal(detail.record) {
        complain(detail.record, reason)
        continue
      }
      guard !listing.options.own.isDryRun else {
        rows.append(detail)
        continue
      }
      destroy(detail, by: collector, &rows)
    }
    if others > 0 {
      StandardError.write("topss: \(others) sockets of other families cannot be destroyed\n")
    }
    ListingNotes.write(coverage, asked: listing.options.selection)
  }

  private static func destroy(
    _ detail: SocketDetail, by collector: SocketCollector, _ rows: inout ModeRows
  ) {
    let answer = DestroySentence.answer(collector.destroy(detail.record), for: detail.record)
    if answer.isDone { rows.append(detail) }
    if !answer.isDone || detail.record.kind == .udp { complain(detail.record, answer.sentence) }
  }

  private static func complain(_ record: SocketRecord, _ reason: SafeText) {
    var text: SafeText = "topss: \(record.netid) "
    let address = AddressText(names: NoNames())
    address.append(.local, of: record, name: RawText([]), to: &text)
    text.append(" ")
    address.append(.peer, of: record, name: RawText([]), to: &text)
    text.append(": \(reason)\n" as SafeText)
    StandardError.write(text)
  }
}

/// Keeps `-K` from cutting the connection that it was typed over.
private struct KillGuard {
  private var owners = OwnerTable()
  private var ancestors: Set<Int32> = []

  init(_ options: Options) {
    guard !options.own.allowsAncestors else { return }
    ancestors = ProcessAncestors.own()
    owners = OwnerListing().table(live: [])
  }

  /// Why the socket is left alone; nil when it is not.
  func refusal(_ record: SocketRecord) -> SafeText? {
    guard case .owners(let holders) = owners.owners(ofInode: record.inode),
      let holder = holders.first(where: { ancestors.contains($0.pid) })
    else { return nil }
    return """
      not destroyed: \(holder.command)[\(holder.pid)] holds it, and topss runs inside that process; \
      --allow-ancestors permits it
      """
  }
}
