/// The processes that this program runs inside.
package enum ProcessAncestors {
  /// Pids of the parents of this process up to init, and those of its session's leader; init is not
  /// among them.
  package static func own(procRoot: String = "/proc") -> Set<Int32> {
    var proc = ProcFS(root: procRoot)
    return ProcessGuards.ancestors(&proc)
  }
}
