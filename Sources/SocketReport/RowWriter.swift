internal import SocketModel
internal import TextSafety

/// Writes the cells of one socket.
struct RowWriter: Sendable {
  let options: ReportOptions
  let address: AddressText
  let owners: OwnerTable
  /// The threads of `owners`, with `-T`.
  let threads: [UInt32: [Int32]]

  /// Appends the cell of `column`.
  func write(
    _ column: ReportColumn, of record: SocketRecord, name: RawText, detail: SocketDetail?,
    isAssociation: Bool, to text: inout SafeText
  ) {
    switch column {
    case .netid: if !isAssociation { text.append(record.netid) }
    case .state: writeState(record, isAssociation: isAssociation, to: &text)
    case .receiveQueue: write(queue: record.receiveQueue, to: &text)
    case .sendQueue: write(queue: record.sendQueue, to: &text)
    case .localAddress:
      address.appendAddress(.local, of: record, name: name, to: &text)
      writeSeparator(.local, of: record, to: &text)
    case .localPort: address.appendPort(.local, of: record, to: &text)
    case .remoteAddress:
      address.appendAddress(.peer, of: record, name: name, to: &text)
      writeSeparator(.peer, of: record, to: &text)
    case .remotePort: address.appendPort(.peer, of: record, to: &text)
    case .process: writeUsers(record, to: &text)
    case .rest: writeRest(record, detail, isAssociation: isAssociation, to: &text)
    }
  }

  private func writeSeparator(
    _ end: SocketEnd, of record: SocketRecord, to text: inout SafeText
  ) {
    if record.kind.isInternet {
      text.append(":")
    } else {
      text.append(address.separator(end, of: record))
    }
  }

  private func writeState(
    _ record: SocketRecord, isAssociation: Bool, to text: inout SafeText
  ) {
    guard isAssociation else {
      return text.append(Self.stateTitles[Int(record.state.rawValue)])
    }
    text.append("`- ")
    text.append(Self.associationState(Int(record.state.rawValue)))
  }

  /// The titles by number, made once.
  private static let stateTitles = SocketState.allCases.map(\.title)

  /// The name of an SCTP association's state.
  static func associationState(_ number: Int) -> SafeText {
    associationStates.indices.contains(number) ? associationStates[number] : "UNKNOWN"
  }

  /// Kernel: `enum sctp_state` in `include/net/sctp/constants.h`.
  private static let associationStates: [SafeText] = [
    "CLOSED", "COOKIE_WAIT", "COOKIE_ECHOED", "ESTAB", "SHUTDOWN_PENDING", "SHUTDOWN_SENT",
    "SHUTDOWN_RECEIVED", "ACK_SENT",
  ]

  /// A signed number in at least six cells: the kernel's unsigned one may be a negative answer.
  private func write(queue value: UInt32, to text: inout SafeText) {
    let start = text.utf8.count
    text.append(Int32(bitPattern: value))
    text.append(blanks: 6 &- (text.utf8.count &- start))
  }

  /// `users:(("nginx",pid=812,fd=6))`, the last of them first as `ss` has it.
  private func writeUsers(_ record: SocketRecord, to text: inout SafeText) {
    guard record.family != .netlink,
      case .owners(let holders) = owners.owners(ofInode: record.inode)
    else { return }
    let threads = options.showsThreads ? threads[record.inode] ?? [] : []
    text.append("users:(")
    for index in holders.indices.reversed() {
      if index != holders.count - 1 { text.append(",") }
      let thread = index < threads.count ? threads[index] : holders[index].pid
      write(holders[index], thread: thread, to: &text)
    }
    text.append(")")
  }

  private func write(_ holder: SocketOwner, thread: Int32, to text: inout SafeText) {
    text.append("(\"")
    text.append(holder.command)
    text.append("\",pid=")
    text.append(holder.pid)
    if options.showsThreads {
      text.append(",tid=")
      text.append(thread)
    }
    text.append(",fd=")
    text.append(holder.descriptor)
    text.append(")")
  }
}
