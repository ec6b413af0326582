package import SocketModel

/// A condition on the local or the remote end: `src`, `dst`, `sport`, `dport`, `port`.
package struct EndpointCondition: Hashable, Sendable {
  /// Which end; `either` is true when one of the two is.
  package enum Side: Hashable, Sendable { case source, destination, either }
  /// Whether the address (with an optional port) or the port alone was asked for.
  package enum Subject: Hashable, Sendable { case host, port }

  package var side: Side
  package var subject: Subject
  package var comparison: FilterComparison
  /// At least one; several are a list, of which one must match. `notEqual` negates the whole.
  package var operands: [EndpointOperand]
}

/// What an end is compared with.
package enum EndpointOperand: Hashable, Sendable {
  case pattern(HostPattern)
  /// A range of ports.
  case ports(ClosedRange<UInt32>)
}

/// `[FAMILY:]ADDRESS[:PORT]`, read.
package struct HostPattern: Hashable, Sendable {
  /// The family, given by a prefix, an option or an earlier condition; nil means IPv4 or IPv6.
  package var family: AddressFamily?
  /// Address prefixes of which one must match; empty for any address.
  package var addresses: [AddressPrefix] = []
  /// The port, or what stands in its place for the family; nil for any.
  package var port: Int64?
  /// A unix socket's name by pattern; nil for other families.
  package var glob: [UInt8]?
  /// The host name that `addresses` come from.
  package var hostName: [UInt8]?

  package init(family: AddressFamily?) { self.family = family }
}

/// An address and how many of its leading bits count.
package struct AddressPrefix: Hashable, Sendable {
  package var family: AddressFamily
  package var bits: AddressBits
  /// 0 (any address of the family) to 32 or 128.
  package var length: UInt8
}
