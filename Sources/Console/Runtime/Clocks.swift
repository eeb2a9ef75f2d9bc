import Delegation
import Glibc

/// The console's clock: the time of day when it began, and from then on what has passed since.
///
/// A wall clock that is set while the console is open would otherwise stretch or end the time to undo.
struct ConsoleClock: Sendable {
  private let began: Timestamp
  private let beganSteady: Int64

  init() {
    began = Timestamp(milliseconds: Self.read(CLOCK_REALTIME))
    beganSteady = Self.read(CLOCK_BOOTTIME)
  }

  var now: Timestamp { began + TimeSpan(milliseconds: Self.read(CLOCK_BOOTTIME) - beganSteady) }

  /// For what is typed: milliseconds from some moment on, never set back.
  var steadyMilliseconds: Int64 { Self.read(CLOCK_BOOTTIME) }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
