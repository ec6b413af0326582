internal import CursesTerminal
internal import Dispatch
internal import SocketMetrics
internal import SocketModel

/// Gives the memory of samples back where nobody waits for it.
enum SampleDisposal {
  /// Lets go of a sample that was shown: a large one in the background, because the kernel takes
  /// some 30 ms to take back the memory of half a million sockets, and a key must not wait for it.
  static func dispose(of sample: Sample?) {
    guard let sample, sample.snapshot.records.count > Snapshot.recycledRecords else { return }
    DispatchQueue.global(qos: .utility).async {
      coverThreadByCrashHandler()
      withExtendedLifetime(sample) {}
    }
  }
}
