/// How many sockets of a protocol are in use, from `/proc/net/sockstat` and `sockstat6`.
///
/// The files are opened once: they show the network namespace that the calling thread was in then.
package final class InUseCounts {
  private let paths: ProcNetPaths
  private var files: [String: ProcFile] = [:]
  private var bytes: [UInt8] = []

  package init(paths: ProcNetPaths = ProcNetPaths()) { self.paths = paths }

  /// The sockets that the line `label:` of `file` says are in use, now; nil when the file cannot be
  /// read or has no such line. A datagram socket is in use from when it has a port.
  package func sockets(of label: String, in file: String) -> UInt64? {
    if files[file] == nil { files[file] = ProcFile(path: paths.path(ofCounters: file)) }
    guard let file = files[file], file.read(into: &bytes) else { return nil }
    for line in ProcLines(bytes) {
      var fields = ProcFields(bytes, in: line)
      guard let word = fields.word(), bytes[word].dropLast().elementsEqual(label.utf8) else {
        continue
      }
      guard let word = fields.word(), bytes[word].elementsEqual("inuse".utf8) else { return nil }
      return fields.decimal()
    }
    return nil
  }
}
