internal import CSys
internal import Glibc
internal import TextSafety

/// Reads files that steer the program, and refuses those that somebody else may have written.
struct TrustedFile: Sendable {
  /// Why a file is not used.
  enum Refusal: Error, Hashable, Sendable {
    case cannotOpen(Int32)
    case notRegular
    case tooLarge
    /// It belongs to this user, who may not tell this process what to do.
    case foreignOwner(UInt32)
    /// Group or others can write it.
    case writableByOthers
    /// Only the rights that its caller lacks make it readable.
    case notReadableByCaller
  }

  /// What the kernel says of an open file.
  struct Facts: Hashable, Sendable {
    var isRegular: Bool
    var size: Int
    var owner: UInt32
    /// The permission bits.
    var mode: UInt32
  }

  /// The user whose rights count.
  var effectiveUser: UInt32
  /// Whether the process can do more than the one who started it (root, sudo, file capabilities):
  /// then owner and mode are checked, links are not followed, and messages repeat nothing of a
  /// file.
  var isPrivileged: Bool
  /// Whether capabilities may have opened a file that the user cannot read.
  var hasCapabilities: Bool

  /// The most that is read.
  static let limit = 256 << 10

  /// As this process runs.
  static var current: TrustedFile {
    let isSecure = topss_at_secure() != 0
    let isRoot = geteuid() == 0
    let isSudo = unsafe getenv("SUDO_UID") != nil
    return TrustedFile(
      effectiveUser: geteuid(),
      isPrivileged: isSecure || isRoot || isSudo,
      hasCapabilities: isSecure)
  }

  /// The whole file.
  func contents(_ path: String) throws(Refusal) -> [UInt8] {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    let file = unsafe open(path, isPrivileged ? flags | O_NOFOLLOW : flags)
    guard file >= 0 else { throw .cannotOpen(errno) }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw .cannotOpen(errno) }
    let facts = Facts(
      isRegular: status.st_mode & S_IFMT == S_IFREG, size: status.st_size, owner: status.st_uid,
      mode: status.st_mode & 0o7777)
    if let refusal = refusal(of: facts) { throw refusal }
    return try Self.read(file)
  }

  /// Why a file with these facts is not used; nil when it is.
  func refusal(of facts: Facts) -> Refusal? {
    guard facts.isRegular else { return .notRegular }
    guard facts.size <= Self.limit else { return .tooLarge }
    guard isPrivileged else { return nil }
    guard facts.owner == 0 || facts.owner == effectiveUser else {
      return .foreignOwner(facts.owner)
    }
    guard facts.mode & 0o022 == 0 else { return .writableByOthers }
    let isReadable = facts.owner == effectiveUser || facts.mode & 0o004 != 0
    return hasCapabilities && !isReadable ? .notReadableByCaller : nil
  }

  private static func read(_ file: Int32) throws(Refusal) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16384)
    while true {
      let count = unsafe Glibc.read(file, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .cannotOpen(errno) }
      guard count > 0 else { return bytes }
      bytes += chunk.prefix(count)
      guard bytes.count <= limit else { throw .tooLarge }
    }
  }
}

extension TrustedFile.Refusal {
  /// The reason in words, as it follows the file's name.
  var sentence: SafeText {
    switch self {
    case .cannotOpen(ENOENT): "no such file"
    case .cannotOpen(EACCES), .cannotOpen(EPERM): "not permitted"
    case .cannotOpen(ELOOP): "it is a link, and links are not followed with these rights"
    case .cannotOpen(let code): "error \(code)"
    case .notRegular: "it is not a regular file"
    case .tooLarge: "it is larger than \(TrustedFile.limit >> 10) KiB"
    case .foreignOwner(let user):
      "not trusted: it belongs to user \(user), who may not steer a program with these rights"
    case .writableByOthers: "not trusted: others can write it"
    case .notReadableByCaller: "not trusted: its owner does not let you read it"
    }
  }
}
