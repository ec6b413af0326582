import SocketMonitor
import Testing

struct IntervalStretchTests {
  /// After a first refresh, which does not count.
  private func stretch(wanted: Double, share: Double = 0.25) -> IntervalStretch {
    var stretch = IntervalStretch(wanted: wanted, share: share)
    _ = stretch.note(cost: 100)
    return stretch
  }

  @Test(arguments: [
    // Processor seconds of a refresh, the interval that follows from a wanted second.
    (0.0, 1.0), (0.1, 1.0), (0.25, 1.0), (0.5, 2.0), (1.0, 4.0), (2.5, 10.0),
  ])
  func `refreshes take no more than a quarter of a core`(cost: Double, interval: Double) {
    var stretch = stretch(wanted: 1)
    for _ in 0..<30 { _ = stretch.note(cost: cost) }
    #expect(abs(stretch.effective - interval) < 0.001)
    #expect(stretch.isStretched == (interval > 1))
  }

  @Test func `the first refresh does not count`() {
    var stretch = IntervalStretch(wanted: 1)
    let hasChanged = stretch.note(cost: 50)
    #expect(!hasChanged)
    #expect(stretch.effective == 1)
  }

  @Test func `small changes of the cost change nothing`() {
    var stretch = stretch(wanted: 1)
    let hasChanged = stretch.note(cost: 1)
    #expect(hasChanged)
    let interval = stretch.effective
    let changes = [1.05, 0.97, 1.02, 0.99].map { stretch.note(cost: $0) }
    #expect(!changes.contains(true))
    #expect(stretch.effective == interval)
  }

  @Test func `the wanted interval comes back when refreshes get cheap`() {
    var stretch = stretch(wanted: 1)
    for _ in 0..<5 { _ = stretch.note(cost: 1) }
    for _ in 0..<30 { _ = stretch.note(cost: 0.01) }
    #expect(stretch.effective == 1)
    #expect(!stretch.isStretched)
  }

  @Test func `a wanted interval that is long enough is not stretched`() {
    var stretch = stretch(wanted: 1)
    for _ in 0..<5 { _ = stretch.note(cost: 1) }
    stretch.want(10)
    #expect(stretch.effective == 10)
    #expect(!stretch.isStretched)
    stretch.want(0.5)
    #expect(stretch.isStretched)
    #expect(stretch.effective >= 4)
  }

  @Test func `without a limit any cost is right`() {
    var stretch = stretch(wanted: 0.1, share: .infinity)
    let changes = (0..<5).map { _ in stretch.note(cost: 3) }
    #expect(!changes.contains(true))
    #expect(stretch.effective == 0.1)
  }

  @Test(arguments: [Double.nan, -.infinity, .infinity, -1])
  func `an impossible cost is not taken`(cost: Double) {
    var stretch = stretch(wanted: 1)
    let hasChanged = stretch.note(cost: cost)
    #expect(!hasChanged)
    #expect(stretch.effective == 1)
  }
}
