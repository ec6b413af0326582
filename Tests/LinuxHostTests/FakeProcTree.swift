import Glibc

/// A directory that looks like `/proc`: processes with descriptors that a test puts there.
final class FakeProcTree {
  let path: String

  init() {
    var template = Array("/tmp/topss-proc-XXXXXX".utf8CString)
    path = unsafe template.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress, let made = unsafe mkdtemp(start) else {
        return ""
      }
      return unsafe String(cString: made)
    }
    Self.makeDirectory("\(path)/thread-self")
    Self.makeDirectory("\(path)/thread-self/ns")
    Self.link("net:[1]", at: "\(path)/thread-self/ns/net")
    addProcess(1, command: "init", namespace: 99)
  }

  deinit { Self.remove(path) }

  func addProcess(
    _ pid: Int32, command: String = "holder", startTime: Int = 100, namespace: Int = 1,
    flags: Int = 0
  ) {
    let directory = "\(path)/\(pid)"
    for part in ["", "/fd", "/ns", "/task"] { Self.makeDirectory(directory + part) }
    Self.link("net:[\(namespace)]", at: "\(directory)/ns/net")
    setStat(pid, command: command, startTime: startTime, flags: flags)
    for number in 0...2 { Self.link("/dev/null", at: "\(directory)/fd/\(number)") }
  }

  func setStat(_ pid: Int32, command: String, startTime: Int, flags: Int = 0) {
    let text =
      "\(pid) (\(command)) S 1 1 1 0 -1 \(flags) 0 0 0 0 0 0 0 0 20 0 1 0 \(startTime) 0 0\n"
    Self.write(text, to: "\(path)/\(pid)/stat")
  }

  func setStatus(_ pid: Int32, _ text: String) { Self.write(text, to: "\(path)/\(pid)/status") }

  /// A descriptor that is a file and not a link, as none ever is.
  func putFile(_ number: Int32, of pid: Int32) { Self.write("", to: "\(path)/\(pid)/fd/\(number)") }

  /// Who may list the descriptors, and who may follow them; the rest of the tree is open to all.
  func setMode(_ mode: mode_t, ofDescriptorsOf pid: Int32) {
    unsafe chmod(path, 0o755)
    unsafe chmod("\(path)/\(pid)", 0o755)
    unsafe chmod("\(path)/\(pid)/fd", mode)
  }

  private static func write(_ text: String, to path: String) {
    guard let file = unsafe fopen(path, "w") else { return }
    unsafe fputs(text, file)
    unsafe fclose(file)
  }

  func removeProcess(_ pid: Int32) { Self.remove("\(path)/\(pid)") }

  func open(_ number: Int32, of pid: Int32, target: String) {
    close(number, of: pid)
    Self.link(target, at: "\(path)/\(pid)/fd/\(number)")
  }

  func open(_ number: Int32, of pid: Int32, socket inode: UInt32) {
    open(number, of: pid, target: "socket:[\(inode)]")
  }

  func close(_ number: Int32, of pid: Int32) { unsafe unlink("\(path)/\(pid)/fd/\(number)") }

  private static func makeDirectory(_ path: String) { unsafe mkdir(path, 0o700) }

  private static func link(_ target: String, at path: String) { unsafe symlink(target, path) }

  private static func remove(_ path: String) {
    guard let directory = unsafe opendir(path) else {
      unsafe unlink(path)
      return
    }
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      guard name != ".", name != ".." else { continue }
      let child = "\(path)/\(name)"
      if unsafe unlink(child) != 0 { remove(child) }
    }
    unsafe closedir(directory)
    unsafe rmdir(path)
  }
}
