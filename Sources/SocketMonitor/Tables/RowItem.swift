package import SocketModel
package import TextSafety

/// What stands in one row of a table.
package enum RowItem: Hashable, Sendable {
  /// A socket: an index into the shown sample's records; `depth` counts the groups around it.
  case socket(UInt32, depth: Int)
  /// A group, by its place in `MonitorState.groups`; with `child` one of its groups.
  case group(Int, child: Int?)
  /// A place in `MonitorState.listeners`.
  case listener(Int)
  /// An event by its number.
  case event(UInt64)
}

/// What a row is, across samples: the cursor and tags hold on to it.
package enum RowKey: Hashable, Sendable {
  case socket(SocketIdentity)
  case group(GroupPath)
  case event(UInt64)
}

/// The keys of a group and of the group above it; nil where the key is not known.
package struct GroupPath: Hashable, Sendable {
  package var keys: [RawText?]

  init(_ keys: [RawText?]) { self.keys = keys }
}
