import CTestSupport
import Glibc
import LinuxHost
import Testing
import TextSafety

struct SecurityContextsTests {
  private let tree = FakeProcTree()

  private func write(_ text: String, to name: String) {
    guard let file = unsafe fopen("\(tree.path)/\(name)", "w") else { return }
    unsafe fputs(text, file)
    unsafe fclose(file)
  }

  @Test func `contexts are there where SELinux is mounted, and nowhere else`() {
    let contexts = SecurityContexts(procRoot: tree.path, mount: tree.path)
    #expect(!contexts.areEnabled)
    write("0", to: "enforce")
    #expect(contexts.areEnabled)
  }

  @Test func `a process has the context of its file, the kernel the initial one`() {
    tree.addProcess(7)
    unsafe mkdir("\(tree.path)/7/attr", 0o700)
    unsafe mkdir("\(tree.path)/initial_contexts", 0o700)
    write("system_u:system_r:httpd_t:s0\0", to: "7/attr/current")
    write("system_u:system_r:kernel_t:s0\n", to: "initial_contexts/kernel")
    let contexts = SecurityContexts(procRoot: tree.path, mount: tree.path)
    #expect(contexts.context(ofProcess: 7) == RawText(utf8: "system_u:system_r:httpd_t:s0"))
    #expect(contexts.context(ofProcess: 0) == RawText(utf8: "system_u:system_r:kernel_t:s0"))
    #expect(contexts.context(ofProcess: 8) == nil)
  }

  @Test(.enabled(if: geteuid() == 0, "setting the attribute needs root"))
  func `a socket has the context of its attribute`() throws {
    tree.addProcess(7)
    write("", to: "socket")
    tree.open(3, of: 7, target: "\(tree.path)/socket")
    let contexts = SecurityContexts(procRoot: tree.path, attribute: "trusted.topss")
    #expect(contexts.context(ofDescriptor: 3, of: 7) == nil)
    let value = "system_u:object_r:httpd_t:s0"
    let isSet = unsafe owners_set_attribute("\(tree.path)/socket", "trusted.topss", value)
    guard isSet == 0 else { return }
    #expect(contexts.context(ofDescriptor: 3, of: 7) == RawText(utf8: value))
    #expect(contexts.context(ofDescriptor: 4, of: 7) == nil)
  }
}
