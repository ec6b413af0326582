internal import LinuxHost

/// The variables that the program was started with.
enum Environment {
  /// The value of a variable; nil when it is not set, and always nil in a program that runs with
  /// more rights than its caller.
  static func value(_ name: String) -> String? {
    Surroundings.areForeign ? nil : Surroundings.variable(name)
  }
}
