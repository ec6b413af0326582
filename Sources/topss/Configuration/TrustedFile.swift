internal import Glibc
internal import LinuxHost
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
    let user = Surroundings.effectiveUser
    let isSecure = Surroundings.areForeign
    let isSudo = Surroundings.variable("SUDO_UID") != nil
    return TrustedFile(
      effectiveUser: user, isPrivileged: isSecure || user == 0 || isSudo,
      hasCapabilities: isSecure)
  }

  /// The whole file.
  func contents(_ path: String) throws(Refusal) -> [UInt8] { try read(path).get() }

  private func read(_ path: String) -> Result<[UInt8], Refusal> {
    do throws(Errno) {
      let file = try Syscall.open(
        path, isPrivileged ? [.withoutWaiting, .withoutLinks] : .withoutWaiting)
      let status = try Syscall.status(of: file)
      if let refusal = refusal(of: status) { return .failure(refusal) }
      return .success(try FileContents.whole(of: file.number, limit: Self.limit))
    } catch {
      return .failure(error == .tooLarge ? .tooLarge : .cannotOpen(error.rawValue))
    }
  }

  /// Why a file of this status is not used; nil when it is.
  func refusal(of status: FileStatus) -> Refusal? {
    guard status.kind == .regular else { return .notRegular }
    guard status.size <= Self.limit else { return .tooLarge }
    guard isPrivileged else { return nil }
    guard status.owner == 0 || status.owner == effectiveUser else {
      return .foreignOwner(status.owner)
    }
    guard status.mode & 0o022 == 0 else { return .writableByOthers }
    let isReadable = status.owner == effectiveUser || status.mode & 0o004 != 0
    return hasCapabilities && !isReadable ? .notReadableByCaller : nil
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
