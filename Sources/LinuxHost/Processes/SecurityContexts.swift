package import TextSafety

/// The security contexts (SELinux) of processes and of their sockets: what `-Z` and `-z` show.
package struct SecurityContexts: Sendable {
  private let procRoot: String
  private let mount: String
  private let attribute: String

  /// Reads below these directories; `attribute` is the extended attribute that a socket's context
  /// is in.
  package init(
    procRoot: String = "/proc", mount: String = "/sys/fs/selinux",
    attribute: String = "security.selinux"
  ) {
    self.procRoot = procRoot
    self.mount = mount
    self.attribute = attribute
  }

  /// Whether SELinux is there, enforcing or not.
  package var areEnabled: Bool {
    do throws(Errno) {
      _ = try Syscall.open(mount + "/enforce")
      return true
    } catch {
      return false
    }
  }

  /// The context of a process, 0 for the kernel; nil when it may not be read.
  package func context(ofProcess pid: Int32) -> RawText? {
    do throws(Errno) {
      let path = pid == 0 ? mount + "/initial_contexts/kernel" : "\(procRoot)/\(pid)/attr/current"
      return Self.text(try FileContents.read(path, limit: 4096))
    } catch {
      return nil
    }
  }

  /// The context of the socket behind a descriptor; nil when it may not be read.
  package func context(ofDescriptor number: Int32, of pid: Int32) -> RawText? {
    do throws(Errno) {
      return Self.text(try Syscall.attribute(attribute, of: "\(procRoot)/\(pid)/fd/\(number)"))
    } catch {
      return nil
    }
  }

  /// Without the NUL or the line end that the kernel may put behind it; nil for nothing.
  private static func text(_ bytes: [UInt8]) -> RawText? {
    let text = bytes.prefix { $0 != 0 && $0 != 0x0a }
    return text.isEmpty ? nil : RawText(text)
  }
}
