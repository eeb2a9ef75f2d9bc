import Delegation
import Glibc
import IncidentResponse

/// Real time from its making on, whatever is done to the clock on the wall; ends a wait when the process is told to stop.
final class WallDrillClock: DrillClock {
  private let start = Surroundings.now()
  private let origin = ContinuousClock.now
  private let stop: StopSignal

  init(stop: StopSignal) { self.stop = stop }

  var now: Timestamp { start + (ContinuousClock.now - origin).span }

  func wait(until time: Timestamp) throws(DrillTrouble) {
    while true {
      let left = (time - now).milliseconds
      var signal = pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&signal, 1, Int32(clamping: max(0, left)))
      if ready > 0 { throw .stopped }
      if left <= 0 { return }
    }
  }
}

/// Real time that jumps over what is waited for: what a store takes is measured, nobody waits.
final class JumpingDrillClock: DrillClock, Sendable {
  private let origin = ContinuousClock.now
  private let jumped: Protected<Timestamp>

  init(at start: Timestamp) { jumped = Protected(start) }

  var now: Timestamp { jumped.with { $0 } + (ContinuousClock.now - origin).span }

  func wait(until time: Timestamp) {
    let left = time - now
    if left.milliseconds > 0 { jumped.with { $0 = $0 + left } }
  }
}

extension Duration {
  /// To the millisecond, rounded down.
  var span: TimeSpan {
    TimeSpan(milliseconds: components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
  }
}
