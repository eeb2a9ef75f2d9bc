import Delegation
import Glibc
import PolicyEngine
import SessionStore
import Traffic

/// Plays traffic into a store in real time, until the process is told to end or the time is over.
struct LiveTraffic {
  let driver: TrafficDriver
  let length: TimeSpan?

  /// How often what is due is played.
  private static let tickMilliseconds: Int32 = 50

  /// - Throws: ``StoreError`` when the store takes no more.
  func run() throws {
    let stop = try StopSignal()
    var driver = driver
    let end = length.map { Surroundings.now() + $0 }
    try driver.playHistory()
    while true {
      let now = Surroundings.now()
      if let end, now >= end { return }
      try driver.play(until: now)
      var wait = pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&wait, 1, LiveTraffic.tickMilliseconds) > 0 { return }
    }
  }
}
