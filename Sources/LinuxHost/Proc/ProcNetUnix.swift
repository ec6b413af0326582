internal import SocketModel

/// A line of `/proc/net/unix`: `Num: RefCount Protocol Flags Type St Inode Path`.
///
/// A name with a line end in it reads as two lines, as it does for everyone who reads this file;
/// the second is no socket and is passed over unless it was forged.
/// Kernel: `unix_seq_show` in `net/unix/af_unix.c`.
enum ProcNetUnix {
  static func record(_ fields: inout ProcFields, names: inout [UInt8]) -> SocketRecord? {
    guard fields.skip(3), let flags = fields.hex(UInt32.self), let type = fields.hex(UInt16.self),
      let state = fields.hex(UInt8.self), let inode = fields.decimal(UInt32.self),
      let kind = kind(type: type)
    else { return nil }
    var record = SocketRecord()
    record.kind = kind
    record.family = .unix
    record.state = flags & acceptingConnections != 0 ? .listen : self.state(state)
    record.localPort = inode
    record.inode = inode
    append(name: fields.rest(), to: &record, names: &names)
    return record
  }

  /// Orders as `ss` does: by type, then by inode.
  static func sort(_ records: inout ArraySlice<SocketRecord>) {
    records.sort { left, right in
      (left.kind.rawValue, left.inode) < (right.kind.rawValue, right.inode)
    }
  }

  /// `__SO_ACCEPTCON`.
  private static let acceptingConnections: UInt32 = 1 << 16

  private static func append(
    name: ArraySlice<UInt8>, to record: inout SocketRecord, names: inout [UInt8]
  ) {
    guard !name.isEmpty, let offset = UInt32(exactly: names.count),
      let length = UInt16(exactly: name.count)
    else { return }
    names.append(contentsOf: name)
    if name.first == 0x40 { names[Int(offset)] = 0 }
    record.name = NameRange(offset: offset, length: length)
    record.known.insert(.name)
  }

  private static func kind(type: UInt16) -> SocketKind? {
    switch type {
    case 1: .unixStream
    case 2: .unixDatagram
    case 5: .unixSequenced
    default: nil
    }
  }

  /// The states of `enum socket_state` as `ss` reads them.
  private static func state(_ value: UInt8) -> SocketState {
    switch value {
    case 1: .close
    case 2: .synSent
    case 3: .established
    case 4: .closing
    default: .unknown
    }
  }
}
