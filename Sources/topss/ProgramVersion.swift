internal import TextSafety

/// What `-V` prints.
enum ProgramVersion {
  static let number: SafeText = "0.1.0"

  /// The day of the manual page.
  static let date: SafeText = "November 21, 2026"

  /// The version, and what this program can that not every build of `ss` can; `KernelFeatures` says
  /// what the kernel adds.
  static let text: SafeText = """
    topss \(number)
    features: destroy events namespaces resolve selinux json csv; not: bpf-maps rpc

    """
}
