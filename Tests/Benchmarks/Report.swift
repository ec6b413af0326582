/// Processor time of `body` on this thread, in nanoseconds.
func cost(_ body: () -> Void) -> Double {
  let start = CPUTime.ofThread
  body()
  return Double(CPUTime.ofThread &- start)
}

func median(_ values: [Double]) -> Double {
  values.isEmpty ? .nan : values.sorted()[values.count / 2]
}

/// Prints a line of the table: a figure, its goal and what was reached.
func report(_ figure: String, _ count: Int, goal: String, _ value: Double, _ unit: String) {
  print(
    pad(figure, 46), pad("\(count)", 8, right: true), pad(goal, 10, right: true),
    pad(fixed(value, 2), 10, right: true), unit)
}
