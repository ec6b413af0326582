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
    // What depends on more than the process is not kept.
    if case .descriptor(let range) = program.ownerTests[test.place].question {
      var passing = RowSet()
      for row in rows { passing.insert(row, if: hasDescriptor(in: range, holders[row])) }
      return passing
    }
    let (part, bit) = test.place.quotientAndRemainder(dividingBy: AnswerColumn.tests)
    let place = part &* 2 &+ (test.isRemote ? 1 : 0)
    let missing = ownerAnswers[place].missing(of: rows)
    if !missing.isEmpty {
      var column = AnswerColumn()
      swap(&column, &ownerAnswers[place])
      column.set(missing) { row in answers(to: part, of: program, holders[row]) }
      swap(&column, &ownerAnswers[place])
    }
    return ownerAnswers[place].passing(UInt64(bit), rows)
  }

  /// What the owner tests of `part` answer of one of the owners.
  @inline(__always)
  private mutating func answers(
    to part: Int, of program: FilterProgram, _ holder: OwnersByInode.Holder
  ) -> UInt64 {
    guard !holder.isNone else { return AnswerColumn.known }
    let number = Int(holder.number)
    if number < processCount {
      let answers = processAnswers[part &* processCount &+ number]
      if answers != 0 { return answers }
    }
    return judge(part, of: program, holder)
  }

  @inline(never)
  private mutating func judge(
    _ part: Int, of program: FilterProgram, _ holder: OwnersByInode.Holder
  ) -> UInt64 {
    var answers = AnswerColumn.known
    guard !holder.isSeveral else {
      for sharer in owners.sharers(holder) {
        answers |= self.answers(to: part, of: program, sharer)
      }
      return answers
    }
    let process = owners.process(holder.number)
    let first = part * AnswerColumn.tests
    for place in first..<min(first + AnswerColumn.tests, program.ownerTests.count)
    where judge(program.ownerTests[place], program.textTests, process) {
      answers |= 1 << UInt64(place - first)
    }
    if holder.number < processCount {
      processAnswers[part * processCount + Int(holder.number)] = answers
    }
    return answers
  }

  private mutating func judge(
    _ test: OwnerTest, _ texts: [TextTest], _ process: SocketOwner
  ) -> Bool {
    switch test.question {
    case .pid(let range): return range.contains(Double(process.pid))
    // Asked of the holder itself.
    case .descriptor: return false
    case .text(let place):
      guard case .commandLine = texts[place].subject else {
        return texts[place].matches(process.command.bytes, &scratch)
      }
      let line = context.commandLines[process.pid] ?? process.command
      return texts[place].matches(line.bytes, &scratch)
    }
  }

  @inline(__always)
  private func hasDescriptor(in range: NumberRange, _ holder: OwnersByInode.Holder) -> Bool {
    guard !holder.isNone else { return false }
    guard holder.isSeveral else { return range.contains(Double(holder.descriptor)) }
    return owners.sharers(holder).contains { range.contains(Double($0.descriptor)) }
  }

  // MARK: Who holds it

  /// Sets `holders` of `rows`.
  mutating func findHolders(
    _ rows: RowSet, _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>
  ) {
    let missing = holders.missing(of: rows)
    guard !missing.isEmpty else { return }
    makeRoomForInodes()
    var wanted = inodes.mutableSpan
    for row in missing {
      // The last one known is that of a socket that still has a file.
      let inode = records[row].inode
      wanted[row] = inode != 0 ? inode : metrics[row].ownerInode
    }
    owners.look(up: inodes, of: missing.bits, into: &holders.values)
  }

  private mutating func makeRoomForInodes() {
    if inodes.isEmpty { inodes = Array(repeating: 0, count: RowSet.capacity) }
  }

  /// The number of the process that is shown first.
  func firstHolder(_ row: Int) -> UInt32 {
    let holder = holders.values[row]
    guard holder.isSeveral else { return holder.number }
    return owners.sharers(holder).first?.number ?? holder.number
  }

  private mutating func findOtherHolders(_ rows: RowSet, _ records: Span<SocketRecord>) {
    let missing = otherHolders.missing(of: rows)
    guard !missing.isEmpty else { return }
    findOtherPlaces(missing, records)
    guard let others else { return }
    makeRoomForInodes()
    others.ownerInodes(at: otherPlaces.values, of: missing.bits, to: &inodes)
    owners.look(up: inodes, of: missing.bits, into: &otherHolders.values)
  }

  /// Sets `otherPlaces` of `rows`.
  mutating func findOtherPlaces(_ rows: RowSet, _ records: Span<SocketRecord>) {
    let missing = otherPlaces.missing(of: rows)
    guard let others else { return }
    for row in missing {
      otherPlaces.values[row] =
        first &+ row < places.count ? places[first &+ row] : others.place(of: records[row])
    }
  }
}
