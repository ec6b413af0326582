package import TextSafety

/// What the path of a control group says of the process in it: its unit and its container.
package struct CgroupPath: Hashable, Sendable {
  /// A container or a virtual machine.
  package struct Container: Hashable, Sendable {
    /// The name, where the path has it (LXC, nspawn, libvirt).
    package var name: RawText?
    /// The id: 64 hexadecimal digits for the common runtimes; empty when there is only a name.
    package var id: RawText
    package var runtime: Runtime

    /// The name, else the first twelve digits of the id, as `docker ps` shows it.
    package var label: RawText { name ?? RawText(id.bytes.prefix(12)) }
  }

  /// Which program runs a container.
  package enum Runtime: Hashable, Sendable {
    case docker, podman, containerd, crio, lxc, nspawn, libvirt
    /// A pod of Kubernetes whose path does not tell the runtime.
    case kubernetes
    /// 64 digits in a place that no known runtime uses.
    case unknown

    /// The word for the screen.
    package var title: SafeText {
      switch self {
      case .docker: "docker"
      case .podman: "podman"
      case .containerd: "containerd"
      case .crio: "cri-o"
      case .lxc: "lxc"
      case .nspawn: "nspawn"
      case .libvirt: "libvirt"
      case .kubernetes: "kubernetes"
      case .unknown: "container"
      }
    }
  }

  /// The path below the hierarchy's root, beginning with `/`.
  package var path: RawText
  /// The service or scope of the system's manager: `nginx.service`, `user@1000.service`.
  package var systemUnit: RawText?
  /// The unit of a user's own manager: `app-firefox-123.scope`.
  package var userUnit: RawText?
  /// The innermost slice around the unit: `system.slice`.
  package var slice: RawText?
  package var container: Container?

  /// The unit to show: the user's, else the system's, else the slice.
  package var unit: RawText? { userUnit ?? systemUnit ?? slice }

  /// Reads `path`; any bytes are a path.
  package init(_ path: RawText) {
    self.path = path
    let segments = path.bytes.split(separator: UInt8(ascii: "/"))
    readUnits(segments)
    container = ContainerName.find(in: segments)
  }

  /// Follows systemd's layout: slices, then one unit; in `user@UID.service` the same once more.
  private mutating func readUnits(_ segments: [ArraySlice<UInt8>]) {
    var rest = segments[...]
    readSlices(&rest)
    guard let first = rest.popFirst(), Self.isUnit(first) else { return }
    systemUnit = Self.unescaped(first)
    guard first.starts(with: "user@".utf8) else { return }
    readSlices(&rest)
    guard let second = rest.popFirst(), Self.isUnit(second) else { return }
    userUnit = Self.unescaped(second)
  }

  private mutating func readSlices(_ rest: inout ArraySlice<ArraySlice<UInt8>>) {
    while let first = rest.first, Self.has(first, suffix: ".slice") {
      slice = RawText(first)
      rest = rest.dropFirst()
    }
  }

  private static func isUnit(_ name: ArraySlice<UInt8>) -> Bool {
    [".service", ".scope", ".socket", ".mount", ".swap", ".machine"].contains {
      has(name, suffix: $0)
    }
  }

  /// systemd puts `_` before a name that could be a file of the kernel.
  private static func unescaped(_ name: ArraySlice<UInt8>) -> RawText {
    RawText(name.first == UInt8(ascii: "_") ? name.dropFirst() : name)
  }

  static func has(_ name: ArraySlice<UInt8>, suffix: String) -> Bool {
    name.count > suffix.utf8.count && name.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }
}
