internal import Glibc
package import SocketModel
internal import Synchronization
package import TextSafety

/// Host names and addresses, looked up in the background and kept.
///
/// Asking for what is known never blocks. A look-up that does not end in time counts as "no name"
/// for now; when it ends later its answer is still used.
package final class HostResolver: Sendable {
  private enum Answer<Value: Sendable>: Sendable {
    case pending(since: MonotonicTime)
    case known(Value)
  }

  private struct State: Sendable {
    var names: [HostAddress: Answer<RawText?>] = [:]
    var addresses: [String: Answer<[HostAddress]>] = [:]
  }

  private let state = Mutex(State())
  private let pool: WorkerPool
  /// How long a look-up may take before it counts as "no name".
  package let timeLimitSeconds: Double
  private let limit = 20_000
  private let lookUpName: @Sendable (HostAddress) -> RawText?
  private let lookUpAddresses: @Sendable (String) -> [HostAddress]
  private let didChange: @Sendable () -> Void

  /// A resolver that calls `didChange` on one of the pool's threads after each answer.
  package convenience init(
    pool: WorkerPool = WorkerPool(), timeLimitSeconds: Double = 5,
    didChange: @escaping @Sendable () -> Void = {}
  ) {
    self.init(
      pool: pool, timeLimitSeconds: timeLimitSeconds, didChange: didChange,
      lookUpName: { NameService.host($0) }, lookUpAddresses: { NameService.addresses($0) })
  }

  /// A resolver with look-ups of the caller's: they may block.
  package init(
    pool: WorkerPool, timeLimitSeconds: Double, didChange: @escaping @Sendable () -> Void,
    lookUpName: @escaping @Sendable (HostAddress) -> RawText?,
    lookUpAddresses: @escaping @Sendable (String) -> [HostAddress]
  ) {
    self.pool = pool
    self.timeLimitSeconds = timeLimitSeconds
    self.didChange = didChange
    self.lookUpName = lookUpName
    self.lookUpAddresses = lookUpAddresses
  }

  /// The name of an address; nil when it has none or is not known yet.
  package func name(of address: HostAddress) -> RawText? {
    state.withLock { state in
      guard case .known(let name) = state.names[address] else { return nil }
      return name
    }
  }

  /// The addresses of a host, IPv4 first; empty when it has none or the look-up took too long, nil
  /// while it is not known.
  package func addresses(of host: String) -> [HostAddress]? {
    state.withLock { state in
      switch state.addresses[host] {
      case .known(let addresses): addresses
      case .pending(let since): isLate(since) ? [] : nil
      case nil: nil
      }
    }
  }

  /// Looks up the name of an address in the background, once; false when too much waits.
  package func resolve(_ address: HostAddress) -> Bool {
    let isNew = state.withLock { state in
      guard state.names[address] == nil, state.names.count < limit else { return false }
      state.names[address] = .pending(since: HostClock.monotonic())
      return true
    }
    guard isNew else { return true }
    let isAccepted = pool.run { [self] in
      let name = lookUpName(address)
      state.withLock { $0.names[address] = .known(name) }
      didChange()
    }
    if !isAccepted { state.withLock { $0.names[address] = nil } }
    return isAccepted
  }

  /// Looks up the addresses of a host in the background, unless they are known or under way; false
  /// when too much waits.
  package func resolve(host: String) -> Bool {
    let isNew = state.withLock { state in
      guard state.addresses[host] == nil, state.addresses.count < limit else { return false }
      state.addresses[host] = .pending(since: HostClock.monotonic())
      return true
    }
    guard isNew else { return true }
    let isAccepted = pool.run { [self] in
      let found = lookUpAddresses(host)
      state.withLock { $0.addresses[host] = .known(found) }
      didChange()
    }
    if !isAccepted { state.withLock { $0.addresses[host] = nil } }
    return isAccepted
  }

  /// Looks up the names of `addresses` in the background and waits until all are known, `seconds` at
  /// most: for `--once -r`. What comes later is not there for `name(of:)` yet.
  package func resolve(_ addresses: Set<HostAddress>, seconds: Double) {
    let begin = HostClock.monotonic()
    var waiting = addresses
    while !waiting.isEmpty, HostClock.monotonic().seconds(since: begin) < seconds {
      // What the pool refused is offered again.
      for address in waiting where !resolve(address) { break }
      waiting = waiting.filter { !isKnown($0) }
      if !waiting.isEmpty { usleep(2_000) }
    }
  }

  /// Looks up the addresses of `hosts` in the background and waits until all are known, `seconds`
  /// at most: for `--once`, where a filter has host names. Returns the hosts that nobody answered
  /// for; they count as hosts without an address.
  package func resolve(hosts: [String], seconds: Double) -> [String] {
    let begin = HostClock.monotonic()
    var waiting = hosts
    while true {
      for host in waiting where !resolve(host: host) { break }
      waiting = waiting.filter { isPending($0) }
      guard !waiting.isEmpty, HostClock.monotonic().seconds(since: begin) < seconds else { break }
      usleep(2_000)
    }
    state.withLock { state in
      for host in waiting { state.addresses[host] = .known([]) }
    }
    return waiting
  }

  private func isPending(_ host: String) -> Bool {
    state.withLock { state in
      guard case .known = state.addresses[host] else { return true }
      return false
    }
  }

  private func isKnown(_ address: HostAddress) -> Bool {
    state.withLock { state in
      guard case .known = state.names[address] else { return false }
      return true
    }
  }

  /// Looks up now and waits: for `--once`, which has no screen to keep alive.
  package func resolveNow(host: String) -> [HostAddress] {
    let found = lookUpAddresses(host)
    state.withLock { $0.addresses[host] = .known(found) }
    return found
  }

  /// Looks up now and waits: for `--once -r`.
  package func resolveNow(_ address: HostAddress) -> RawText? {
    let known: RawText?? = state.withLock { state in
      guard case .known(let name) = state.names[address] else { return nil }
      return .some(name)
    }
    if let known { return known }
    let name = lookUpName(address)
    state.withLock { $0.names[address] = .known(name) }
    return name
  }

  private func isLate(_ since: MonotonicTime) -> Bool {
    HostClock.monotonic().seconds(since: since) > timeLimitSeconds
  }
}
