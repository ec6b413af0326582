package import SocketModel
package import TextSafety

/// What decoders fill: the parts of a `Snapshot` that come out of reply bytes.
package struct SnapshotBuilder: Sendable {
  /// One element per socket, in the kernel's order; a dump may repeat a socket.
  package internal(set) var records: [SocketRecord] = []
  /// Of each record what is looked at on demand, nil for one that came without; empty unless
  /// `readsGauges`.
  package internal(set) var gauges: [SocketGauges?] = []
  /// Whether gauges are decoded, too.
  package var readsGauges = false
  /// What records point to.
  var arena = NameArena()

  /// Names of unix sockets, back to back.
  package var names: [UInt8] { arena.names }
  /// Names of congestion controls; index 0 is the empty name of "not known".
  package var congestionNames: [RawText] { arena.congestionNames }

  /// An empty builder with room for `capacity` sockets; the last snapshot's count is a good guess.
  package init(capacity: Int = 0) { records.reserveCapacity(capacity) }

  /// A builder that fills `storage` and, where it reads gauges, `gauges`; both are empty.
  package init(storage: consuming [SocketRecord], gauges: consuming [SocketGauges?] = []) {
    records = storage
    self.gauges = gauges
  }

  /// An empty builder in the storage of a snapshot that nobody else needs any more.
  package init(recycling snapshot: consuming Snapshot) {
    swap(&records, &snapshot.records)
    swap(&gauges, &snapshot.gauges)
    swap(&arena.names, &snapshot.names)
    records.removeAll(keepingCapacity: true)
    gauges.removeAll(keepingCapacity: true)
    arena.names.removeAll(keepingCapacity: true)
  }

  /// Forgets the records and their names, and keeps the storage.
  package mutating func removeAll() {
    records.removeAll(keepingCapacity: true)
    gauges.removeAll(keepingCapacity: true)
    arena.names.removeAll(keepingCapacity: true)
  }

  /// Appends a record whose name is `name`, empty for none; for sockets that come from files.
  package mutating func append(_ record: SocketRecord, name: some Collection<UInt8>) {
    var record = record
    record.name = NameRange()
    if !name.isEmpty, let offset = UInt32(exactly: names.count),
      let length = UInt16(exactly: name.count)
    {
      arena.names.append(contentsOf: name)
      record.name = NameRange(offset: offset, length: length)
    }
    append(record)
  }

  /// Appends a record that comes without gauges.
  package mutating func append(_ record: SocketRecord) {
    records.append(record)
    if readsGauges { gauges.append(nil) }
  }

  /// Hands the content over to `snapshot`, replacing its records, gauges, names and congestion names.
  package consuming func move(into snapshot: inout Snapshot) {
    snapshot.records = records
    snapshot.gauges = readsGauges ? gauges : []
    snapshot.names = arena.names
    snapshot.congestionNames = arena.congestionNames
  }
}
