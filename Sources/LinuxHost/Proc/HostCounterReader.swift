package import SocketModel

/// Reads the host's socket counts and protocol counters; one object a network namespace.
///
/// The files are opened at the first reading and stay open: they show the namespace that the
/// calling thread was in then. A file that is missing is tried again each time.
package final class HostCounterReader {
  private let paths: ProcNetPaths
  private var files: [String: ProcFile] = [:]
  private var bytes: [UInt8] = []
  private var snmp = CounterTable(layout: .headings)
  private var netstat = CounterTable(layout: .headings)
  private var snmp6 = CounterTable(layout: .lines)
  private var counters = HostCounters()

  package init(paths: ProcNetPaths = ProcNetPaths()) { self.paths = paths }

  /// The counters now; nil when not one of the files can be read. What a missing file would tell
  /// is 0, as in `ss -s`.
  package func read() -> HostCounters? {
    let named = counters.counters
    counters = HostCounters()
    counters.counters = named
    var found = 0
    for file in ["sockstat", "sockstat6"] where load(file) {
      counters.readSocketCounts(bytes)
      found += 1
    }
    if load("snmp") {
      snmp.read(bytes, into: &counters.counters)
      found += 1
    }
    if load("netstat") { netstat.read(bytes, into: &counters.counters) }
    if load("snmp6") { snmp6.read(bytes, into: &counters.counters) }
    counters.tcpEstablished = Int(clamping: counters.counters["Tcp.CurrEstab"] ?? 0)
    return found > 0 ? counters : nil
  }

  private func load(_ name: String) -> Bool {
    if files[name] == nil { files[name] = ProcFile(path: paths.path(ofCounters: name)) }
    guard let file = files[name] else { return false }
    return file.read(into: &bytes)
  }
}
