internal import CSys

/// Keeps standard error in memory from now on, when it is a terminal: a message written while the
/// screen is up would be lost in it. Also a crash brings the messages back.
package func parkStandardError() { _ = topss_stderr_park() }

/// Gives standard error back, and writes to it what was kept.
package func restoreStandardError() { topss_stderr_restore() }
