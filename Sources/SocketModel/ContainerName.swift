internal import TextSafety

/// Recognises containers by the names that runtimes give their control groups.
enum ContainerName {
  /// The innermost container of a path; nil outside of one.
  static func find(in segments: [ArraySlice<UInt8>]) -> CgroupPath.Container? {
    for index in segments.indices.reversed() {
      let parents = segments[..<index]
      if let found = container(segments[index], below: parents) { return found }
    }
    return nil
  }

  private typealias Prefix = (text: String, runtime: CgroupPath.Runtime)

  /// `PREFIX-ID.scope` of the systemd driver; without `.scope` in nested hierarchies.
  private static let prefixes: [Prefix] = [
    ("docker-", .docker), ("libpod-", .podman), ("cri-containerd-", .containerd),
    ("nerdctl-", .containerd), ("crio-", .crio),
  ]

  private static func container(
    _ segment: ArraySlice<UInt8>, below parents: ArraySlice<ArraySlice<UInt8>>
  ) -> CgroupPath.Container? {
    let name = drop(segment, suffix: ".scope")
    for prefix in prefixes {
      guard let rest = rest(of: name, after: prefix.text), isID(rest) else { continue }
      return CgroupPath.Container(name: nil, id: RawText(rest), runtime: prefix.runtime)
    }
    if isID(name) {
      return CgroupPath.Container(name: nil, id: RawText(name), runtime: runtime(below: parents))
    }
    return joined(name) ?? lxc(segment, below: parents) ?? machine(segment)
  }

  /// `kubepods-…-podUID.slice:cri-containerd:ID`, of runtimes without the systemd driver.
  private static func joined(_ name: ArraySlice<UInt8>) -> CgroupPath.Container? {
    let parts = name.split(separator: UInt8(ascii: ":"))
    guard parts.count == 3, isID(parts[2]) else { return nil }
    let runtime = prefixes.first { $0.text.utf8.dropLast().elementsEqual(parts[1]) }?.runtime
    return CgroupPath.Container(
      name: nil, id: RawText(parts[2]), runtime: runtime ?? .kubernetes)
  }

  private static func runtime(
    below parents: ArraySlice<ArraySlice<UInt8>>
  ) -> CgroupPath.Runtime {
    for parent in parents.reversed() {
      if parent.elementsEqual("docker".utf8) { return .docker }
      if parent.starts(with: "libpod".utf8) { return .podman }
      if parent.starts(with: "kubepods".utf8) { return .kubernetes }
    }
    return .unknown
  }

  /// `lxc.payload.NAME`, `lxc.payload/NAME` and `lxc/NAME`.
  private static func lxc(
    _ segment: ArraySlice<UInt8>, below parents: ArraySlice<ArraySlice<UInt8>>
  ) -> CgroupPath.Container? {
    var name = rest(of: segment, after: "lxc.payload.")
    if let parent = parents.last,
      parent.elementsEqual("lxc".utf8) || parent.elementsEqual("lxc.payload".utf8)
    {
      name = segment
    }
    guard let name, !name.isEmpty else { return nil }
    return CgroupPath.Container(name: RawText(name), id: RawText([]), runtime: .lxc)
  }

  /// `machine-NAME.scope` and `systemd-nspawn@NAME.service`, with systemd's `\x2d` for `-`.
  private static func machine(_ segment: ArraySlice<UInt8>) -> CgroupPath.Container? {
    if let rest = rest(of: segment, after: "systemd-nspawn@"),
      CgroupPath.has(rest, suffix: ".service")
    {
      return named(drop(rest, suffix: ".service"), .nspawn)
    }
    guard let rest = rest(of: segment, after: "machine-"),
      CgroupPath.has(rest, suffix: ".scope")
    else { return nil }
    let name = drop(rest, suffix: ".scope")
    let isVirtual = ["qemu\\x2d", "lxc\\x2d", "libvirt"].contains { name.starts(with: $0.utf8) }
    return named(name, isVirtual ? .libvirt : .nspawn)
  }

  private static func named(
    _ name: ArraySlice<UInt8>, _ runtime: CgroupPath.Runtime
  ) -> CgroupPath.Container {
    CgroupPath.Container(name: RawText(unescaped(name)), id: RawText([]), runtime: runtime)
  }

  /// Turns systemd's `\xNN` into the byte that it stands for.
  private static func unescaped(_ name: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = name
    while let byte = rest.first {
      if rest.starts(with: "\\x".utf8), rest.count >= 4,
        let value = hexadecimal(rest.dropFirst(2).prefix(2))
      {
        result.append(value)
        rest = rest.dropFirst(4)
      } else {
        result.append(byte)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  /// The byte of two hexadecimal digits; nil for anything else.
  private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt8? {
    var value: UInt8 = 0
    for digit in digits {
      switch digit {
      case 0x30...0x39: value = value &* 16 &+ (digit - 0x30)
      case 0x41...0x46: value = value &* 16 &+ (digit - 0x41 + 10)
      case 0x61...0x66: value = value &* 16 &+ (digit - 0x61 + 10)
      default: return nil
      }
    }
    return value
  }

  private static func isID(_ text: ArraySlice<UInt8>) -> Bool {
    text.count == 64
      && text.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) }
  }

  private static func rest(of name: ArraySlice<UInt8>, after prefix: String) -> ArraySlice<UInt8>? {
    name.starts(with: prefix.utf8) ? name.dropFirst(prefix.utf8.count) : nil
  }

  private static func drop(_ name: ArraySlice<UInt8>, suffix: String) -> ArraySlice<UInt8> {
    CgroupPath.has(name, suffix: suffix) ? name.dropLast(suffix.utf8.count) : name
  }
}
