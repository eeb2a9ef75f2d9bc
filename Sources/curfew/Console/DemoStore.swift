import Delegation
import Dispatch
import Foundation
import PolicyEngine
import SessionStore
import Traffic

/// A store of its own with live traffic, honest wallets and a few attackers; it is gone with ``close()``.
final class DemoStore {
  let url: String
  let keys: KeyFolder
  let acting: Operator
  private let folder: ScratchFolder
  private let options: Stores.Options
  /// The connection that the traffic goes through.
  let producing: any SessionStore
  private let producer: TrafficProducer

  private static let past = TimeSpan(seconds: 600)

  /// - Parameter prepare: what is done to the store before its traffic begins.
  init(
    rate: Int, seed: UInt64, prepare: (any SessionStore, Operator) throws -> Void = { _, _ in }
  ) throws {
    folder = try ScratchFolder(named: "curfew-demo")
    do {
      url = "\(folder.path)/demo.db"
      keys = KeyFolder(path: "\(folder.path)/keys", random: Surroundings.random)
      let name = Surroundings.operatorName(nil)
      options = Stores.Options(keys: keys, founder: name, pointName: "demo")
      // The store was made ten minutes ago, so to say, and lives through them before anybody looks.
      let past = Protected<Timestamp?>(Surroundings.now() - DemoStore.past)
      producing = try Stores.open(
        url: url, clock: { past.with { $0 } ?? Surroundings.now() }, makeID: Surroundings.makeID,
        options: options)
      acting = Operator(name: name, key: try keys.operatorKey(name, store: producing.identity.id))
      try prepare(producing, acting)
      producer = TrafficProducer(try DemoStore.driver(rate: rate, seed: seed, into: producing))
      try producer.playPast { time in past.with { $0 = time } }
      past.with { $0 = nil }
      producer.start()
    } catch {
      folder.remove()
      throw error
    }
  }

  /// Another connection, as a console has it.
  func open() throws -> any SessionStore {
    try Stores.open(url: url, clock: Surroundings.now, makeID: Surroundings.makeID, options: options)
  }

  func close() {
    producer.stop()
    producing.close()
    folder.remove()
  }

  /// More sessions are attacked than anywhere in life, so that a newcomer need not wait for one.
  private static func driver(
    rate: Int, seed: UInt64, into store: any SessionStore
  ) throws -> TrafficDriver {
    let now = Surroundings.now()
    let options = TrafficOptions(
      seed: seed, start: now, volume: .endless(sessionsPerHour: 1), attackedShare: 0.1)
    return TrafficDriver(
      options, rate: Double(rate), policy: try store.policy().policy, store: store, now: now, ownPast: past)
  }
}

/// Plays traffic from a thread of its own, a tenth of a second's worth at a time.
private final class TrafficProducer {
  private let queue = DispatchQueue(label: "curfew.demo.traffic")
  private let timer: any DispatchSourceTimer
  private let state: Protected<TrafficDriver>

  init(_ driver: TrafficDriver) {
    state = Protected(driver)
    timer = DispatchSource.makeTimerSource(queue: queue)
  }

  func playPast(settingClock setClock: @Sendable (Timestamp) -> Void) throws {
    try state.with { try $0.playPast(settingClock: setClock) }
  }

  func start() {
    timer.setEventHandler { [state] in
      // A store that cannot be written shows as stale on the console; traffic goes on when it can.
      _ = try? state.with { try $0.play(until: Surroundings.now()) }
    }
    timer.schedule(deadline: .now(), repeating: 0.1)
    timer.resume()
  }

  /// Ends after the step in hand.
  func stop() {
    timer.cancel()
    queue.sync {}
  }
}
