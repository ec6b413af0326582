internal import Synchronization

/// A value that is made when it is first asked for, once, on whichever thread asks.
struct OnDemand<Value: Sendable>: ~Copyable, Sendable {
  private let made = Mutex<Value?>(nil)
  private let make: @Sendable () -> Value

  init(_ make: @escaping @Sendable () -> Value) { self.make = make }

  var value: Value {
    made.withLock { made in
      if let made { return made }
      let value = make()
      made = value
      return value
    }
  }
}
