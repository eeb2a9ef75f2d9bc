import ArgumentParser
import Console
import Delegation
import Dispatch
import Foundation
import PolicyEngine
import SessionStore
import Traffic

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The console on a store of its own with live traffic: honest wallets and a few attackers.",
    discussion: """
      The traffic goes through the same authorize path as any other, from a connection of its own. The store is
      temporary and is gone afterwards.

      Examples:
        curfew demo
        curfew demo --rate 50 --seed 7
      """)

  @Option(help: ArgumentHelp("Steps of traffic a second, 1 to 1000.", valueName: "count"))
  var rate = 20

  @Option(help: "The traffic's seed: the same seed plays the same wallets.")
  var seed: UInt64 = 1

  @Flag(help: "Play the traffic without the console until TERM, and say where the store is.")
  var headless = false

  @OptionGroup var look: ConsoleOptions

  func validate() throws {
    guard (1...1000).contains(rate) else { throw ValidationError("`--rate \(rate)`: expected 1 to 1000") }
  }

  func run() throws {
    if !headless { try look.requireTerminal() }
    let folder = try ScratchFolder(named: "curfew-demo")
    defer { folder.remove() }
    let url = "\(folder.path)/demo.db"
    let name = Surroundings.operatorName(nil)
    let keys = KeyFolder(path: "\(folder.path)/keys", random: Surroundings.random)
    let options = Stores.Options(keys: keys, founder: name, pointName: "demo")
    // The store was made ten minutes ago, so to say, and lives through them before anybody looks.
    let past = Protected<Timestamp?>(Surroundings.now() - Demo.past)
    let producing = try Stores.open(
      url: url, clock: { past.with { $0 } ?? Surroundings.now() }, makeID: Surroundings.makeID,
      options: options)
    let producer = TrafficProducer(try driver(into: producing))
    try producer.playPast { time in past.with { $0 = time } }
    past.with { $0 = nil }
    producer.start()
    defer {
      producer.stop()
      producing.close()
    }
    if headless { return try waitHeadless(url) }
    let store = try Stores.open(
      url: url, clock: Surroundings.now, makeID: Surroundings.makeID, options: options)
    defer { store.close() }
    let acting = Operator(name: name, key: try keys.operatorKey(name, store: store.identity.id))
    try look.runConsole(
      on: store, named: "demo store", by: acting,
      greeting:
        "attackers are at work: highest risk first, Enter says why, X ends one, 2: alerts")
  }

  private static let past = TimeSpan(seconds: 600)

  /// More sessions are attacked than anywhere in life, so that a newcomer need not wait for one.
  private func driver(into store: any SessionStore) throws -> TrafficDriver {
    let now = Surroundings.now()
    let options = TrafficOptions(
      seed: seed, start: now, volume: .endless(sessionsPerHour: 1), attackedShare: 0.1)
    return TrafficDriver(
      options, rate: Double(rate), policy: try store.policy().policy, store: store, now: now,
      ownPast: Demo.past)
  }

  private func waitHeadless(_ url: String) throws {
    let output = Output()
    try output.line(json: url)
    try output.flush()
    let stop = try StopSignal()
    var wait = pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0)
    while poll(&wait, 1, -1) < 0 && errno == EINTR {}
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
