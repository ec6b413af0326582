import Glibc

/// What the test process may do.
enum Privilege {
  static var isRoot: Bool { geteuid() == 0 }
}
