internal import CSys

/// Restores the terminal and standard error when the program crashes, and covers the calling
/// thread's stack overflows.
package func installCrashHandler() { _ = topss_crash_install() }

/// Covers stack overflows of the calling thread; for workers, cheap to repeat.
package func coverThreadByCrashHandler() { _ = topss_crash_cover_thread() }
