/// The last values of something, a fixed number of them; the oldest gives way.
package struct HistoryRing<Element: Sendable>: Sendable {
  /// How many values are kept; at least 1.
  package let capacity: Int
  private var storage: [Element] = []
  /// Where the oldest value stands once the ring is full.
  private var start = 0

  package init(capacity: Int) { self.capacity = max(1, capacity) }

  package var count: Int { storage.count }
  package var isEmpty: Bool { storage.isEmpty }

  /// The value at `place`, 0 for the oldest; nil outside.
  package subscript(place: Int) -> Element? {
    guard place >= 0, place < storage.count else { return nil }
    return storage[(start &+ place) % storage.count]
  }

  /// The latest value; nil when there is none.
  package var last: Element? { self[storage.count &- 1] }

  /// All values, the oldest first.
  package var elements: [Element] { Array(storage[start...]) + storage[..<start] }

  /// Adds the latest value.
  package mutating func append(_ element: Element) {
    guard storage.count == capacity else { return storage.append(element) }
    storage[start] = element
    start = (start &+ 1) % capacity
  }

  package mutating func removeAll() {
    storage.removeAll()
    start = 0
  }
}
