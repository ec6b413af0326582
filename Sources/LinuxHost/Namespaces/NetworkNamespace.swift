internal import CSys
internal import Glibc
internal import Synchronization
package import TextSafety

/// Why a network namespace was not entered.
package struct NamespaceError: Error, Hashable, Sendable {
  package enum Step: Hashable, Sendable {
    case opening, entering
  }

  package var step: Step
  package var name: RawText
  package var errno: Errno

  /// The sentence for standard error or the status line.
  package var sentence: SafeText {
    switch step {
    case .opening: "cannot open network namespace \"\(name)\": \(errno.text)"
    case .entering: "cannot enter network namespace \"\(name)\": \(errno.text)"
    }
  }
}

/// Work inside another network namespace.
///
/// `setns` moves one thread. A socket stays in the namespace that it was opened in, so a helper
/// thread enters, opens, and ends.
package enum NetworkNamespace {
  /// Runs `open` on a helper thread inside the namespace behind `namespace`, and hands over the
  /// descriptor that it returns. Waits for the thread.
  ///
  /// Throws the errno of `setns` (`EPERM` without cap_sys_admin), of the thread, or of `open`.
  package static func within(
    _ namespace: borrowing FileDescriptor,
    open: @escaping @Sendable () throws(Errno) -> FileDescriptor
  ) throws(Errno) -> FileDescriptor {
    let outcome = Outcome()
    let number = namespace.number
    try HelperThread.runAndWait {
      guard topss_enter_network_namespace(number) == 0 else {
        outcome.result.withLock { $0 = .failure(.current) }
        return
      }
      do throws(Errno) {
        let opened = try open().release()
        outcome.result.withLock { $0 = .success(opened) }
      } catch {
        outcome.result.withLock { $0 = .failure(error) }
      }
    }
    return FileDescriptor(owning: try outcome.result.withLock { $0 }.get())
  }

  /// Moves the calling thread into the namespace `NAME` of `/var/run/netns`: what `-N` does, before
  /// any other thread begins.
  package static func enter(
    named name: String, directory: String = "/var/run/netns"
  ) throws(NamespaceError) {
    let namespace: FileDescriptor
    do throws(Errno) {
      namespace = try Syscall.open("\(directory)/\(name)")
    } catch {
      throw NamespaceError(step: .opening, name: RawText(utf8: name), errno: error)
    }
    guard topss_enter_network_namespace(namespace.number) == 0 else {
      throw NamespaceError(step: .entering, name: RawText(utf8: name), errno: .current)
    }
  }

  private final class Outcome: Sendable {
    let result = Mutex<Result<Int32, Errno>>(.failure(.tryAgain))
  }
}
