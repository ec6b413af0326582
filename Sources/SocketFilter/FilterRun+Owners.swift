internal import SocketMetrics
internal import SocketModel
internal import TextSafety

/// Questions about owners: each process is asked once.
extension FilterRun {
  /// Those of `rows` of which one of the owners passes.
  mutating func passing(
    owner test: FilterInstruction, of program: FilterProgram, _ rows: RowSet,
    _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>
  ) -> RowSet {
    if test.isRemote {
      findOtherHolders(rows, records)
    } else {
      findHolders(rows, records, metrics)
    }
    let holders = test.isRemote ? otherHolders.values : holders.values
    var passing = RowSet()
    // What depends on more than the process is not kept.
    if case .descriptor(let range) = program.ownerTests[test.place].question {
      for row in rows {
        let isSole = Int(holders[row].number) < processCount
        passing.insert(
          row,
          if: isSole
            ? range.contains(Double(holders[row].descriptor))
            : holds(test.place, of: program, holders[row]))
      }
      return passing
    }
    let first = test.place &* processCount
    for row in rows {
      let number = Int(holders[row].number)
      let verdict = number < processCount ? processVerdicts[first &+ number] : .unknown
      switch verdict {
      case .holds: passing.insert(row)
      case .fails: break
      case .unknown: passing.insert(row, if: holds(test.place, of: program, holders[row]))
      }
    }
    return passing
  }

  /// Whether one of the owners passes the owner test at `place`.
  private mutating func holds(
    _ place: Int, of program: FilterProgram, _ holder: OwnersByInode.Holder
  ) -> Bool {
    guard !holder.isNone else { return false }
    guard !holder.isSeveral else {
      for sharer in owners.sharers(holder)
      where holds(place, of: program, sharer) {
        return true
      }
      return false
    }
    let isTrue = judge(program.ownerTests[place], program.textTests, holder)
    let number = Int(holder.number)
    if number < processCount {
      processVerdicts[place &* processCount &+ number] = Verdict(isTrue)
    }
    return isTrue
  }

  private mutating func judge(
    _ test: OwnerTest, _ texts: [TextTest], _ holder: OwnersByInode.Holder
  ) -> Bool {
    if case .descriptor(let range) = test.question {
      return range.contains(Double(holder.descriptor))
    }
    let process = owners.process(holder.number)
    switch test.question {
    case .pid(let range): return range.contains(Double(process.pid))
    case .descriptor(let range): return range.contains(Double(holder.descriptor))
    case .text(let place):
      guard case .commandLine = texts[place].subject else {
        return texts[place].matches(process.command.bytes, &scratch)
      }
      let line = context.commandLines[process.pid] ?? process.command
      return texts[place].matches(line.bytes, &scratch)
    }
  }

  // MARK: Who holds it

  /// Sets `holders` of `rows`.
  mutating func findHolders(
    _ rows: RowSet, _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>
  ) {
    let missing = holders.missing(of: rows)
    guard !missing.isEmpty else { return }
    inodes.removeAll(keepingCapacity: true)
    for row in missing {
      // The last one known is that of a socket that still has a file.
      let inode = records[row].inode
      inodes.append(inode != 0 ? inode : metrics[row].ownerInode)
    }
    owners.look(up: inodes, into: &found)
    holders.set(found, of: missing)
  }

  /// The number of the process that is shown first.
  func firstHolder(_ row: Int) -> UInt32 {
    let holder = holders.values[row]
    guard holder.number >= processCount, holder.isSeveral else { return holder.number }
    return owners.sharers(holder).first?.number ?? holder.number
  }

  private mutating func findOtherHolders(_ rows: RowSet, _ records: Span<SocketRecord>) {
    let missing = otherHolders.missing(of: rows)
    guard !missing.isEmpty else { return }
    findOtherPlaces(missing, records)
    inodes.removeAll(keepingCapacity: true)
    for row in missing {
      let place = otherPlaces.values[row]
      inodes.append(place < 0 ? 0 : others?.ownerInode(at: Int(place)) ?? 0)
    }
    owners.look(up: inodes, into: &found)
    otherHolders.set(found, of: missing)
  }

  /// Sets `otherPlaces` of `rows`.
  mutating func findOtherPlaces(_ rows: RowSet, _ records: Span<SocketRecord>) {
    let missing = otherPlaces.missing(of: rows)
    guard let others, !missing.isEmpty else { return }
    searches.removeAll(keepingCapacity: true)
    for row in missing { searches.append(OtherEnds.Search(row)) }
    others.find(&searches, records)
    for search in searches { otherPlaces.values[search.row] = search.found }
  }
}
