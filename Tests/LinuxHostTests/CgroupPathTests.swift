import LinuxHost
import SocketModel
import Testing
import TextSafety

@Suite struct CgroupPathTests {
  static let id = String(repeating: "0123456789abcdef", count: 4)

  struct Case: Sendable, CustomTestStringConvertible {
    var path: String
    var unit: String?
    var runtime: CgroupPath.Runtime?
    var label: String?
    var testDescription: String { path }
  }

  static let cases: [Case] = [
    Case(path: "/"),
    Case(path: ""),
    Case(path: "/system.slice/nginx.service", unit: "nginx.service"),
    Case(path: "/system.slice/system-getty.slice/getty@tty1.service", unit: "getty@tty1.service"),
    Case(path: "/system.slice", unit: "system.slice"),
    Case(path: "/init.scope", unit: "init.scope"),
    Case(path: "/system.slice/ssh.service/sub/deeper", unit: "ssh.service"),
    Case(path: "/system.slice/_cpu.service", unit: "cpu.service"),
    Case(path: "/user.slice/user-1000.slice/session-3.scope", unit: "session-3.scope"),
    Case(
      path: "/user.slice/user-1000.slice/user@1000.service/app.slice/app-firefox-77.scope",
      unit: "app-firefox-77.scope"),
    Case(
      path: "/user.slice/user-1000.slice/user@1000.service/init.scope", unit: "init.scope"),
    Case(
      path: "/system.slice/docker-\(id).scope", unit: "docker-\(id).scope", runtime: .docker,
      label: "0123456789ab"),
    Case(path: "/docker/\(id)", runtime: .docker, label: "0123456789ab"),
    Case(path: "/docker/\(id)/init", runtime: .docker, label: "0123456789ab"),
    Case(
      path: "/machine.slice/libpod-\(id).scope/container", unit: "libpod-\(id).scope",
      runtime: .podman, label: "0123456789ab"),
    Case(
      path: "/machine.slice/libpod-conmon-\(id).scope", unit: "libpod-conmon-\(id).scope"),
    Case(path: "/libpod_parent/libpod-\(id)", runtime: .podman, label: "0123456789ab"),
    Case(
      path: "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1.slice/"
        + "cri-containerd-\(id).scope",
      unit: "cri-containerd-\(id).scope", runtime: .containerd, label: "0123456789ab"),
    Case(
      path: "/kubepods.slice/kubepods-pod1.slice/crio-\(id).scope", unit: "crio-\(id).scope",
      runtime: .crio, label: "0123456789ab"),
    Case(
      path: "/kubepods.slice/kubepods-pod1.slice/crio-conmon-\(id).scope",
      unit: "crio-conmon-\(id).scope"),
    Case(
      path: "/kubepods/besteffort/pod1/\(id)", runtime: .kubernetes, label: "0123456789ab"),
    Case(
      path: "/system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:\(id)",
      unit: "containerd.service", runtime: .containerd, label: "0123456789ab"),
    Case(path: "/default/\(id)", runtime: .unknown, label: "0123456789ab"),
    Case(path: "/docker/\(id.dropLast())"),
    Case(path: "/docker/\(id.uppercased())"),
    Case(path: "/lxc/web", runtime: .lxc, label: "web"),
    Case(path: "/lxc/101/ns", runtime: .lxc, label: "101"),
    Case(path: "/lxc.payload.web/system.slice", runtime: .lxc, label: "web"),
    Case(path: "/lxc.payload/web", runtime: .lxc, label: "web"),
    Case(path: "/lxc.monitor.web"),
    Case(
      path: "/machine.slice/machine-deb\\x2d12.scope/payload", unit: "machine-deb\\x2d12.scope",
      runtime: .nspawn, label: "deb-12"),
    Case(
      path: "/machine.slice/systemd-nspawn@web.service", unit: "systemd-nspawn@web.service",
      runtime: .nspawn, label: "web"),
    Case(
      path: "/machine.slice/machine-qemu\\x2d1\\x2dvm.scope",
      unit: "machine-qemu\\x2d1\\x2dvm.scope", runtime: .libvirt, label: "qemu-1-vm"),
    Case(
      path: "/docker/\(id)/lxc/inner", runtime: .lxc, label: "inner"),
  ]

  @Test(arguments: cases)
  func `a path tells unit and container`(testCase: Case) {
    let path = CgroupPath(RawText(utf8: testCase.path))
    #expect(path.unit == testCase.unit.map { RawText(utf8: $0) })
    #expect(path.container?.runtime == testCase.runtime)
    #expect(path.container?.label == testCase.label.map { RawText(utf8: $0) })
  }

  @Test(arguments: [
    ("0::/system.slice/a.service\n", "/system.slice/a.service"),
    ("9:name=systemd:/system.slice/b.service\n4:memory:/b\n0::/\n", "/system.slice/b.service"),
    ("9:name=systemd:/\n4:memory:/docker/x\n3:cpuset:/\n0::/\n", "/docker/x"),
    ("4:memory:/\n0::/\n", "/"),
    ("0::/with:colon\n", "/with:colon"),
  ])
  func `the most telling line of the file counts`(file: String, path: String) throws {
    #expect(try #require(CgroupPath(procFile: Array(file.utf8))).path == RawText(utf8: path))
  }

  @Test func `a file without a path is nothing`() {
    #expect(CgroupPath(procFile: []) == nil)
    #expect(CgroupPath(procFile: Array("no colons\n".utf8)) == nil)
  }
}
