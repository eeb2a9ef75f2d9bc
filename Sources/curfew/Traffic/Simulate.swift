import ArgumentParser
import Delegation
import PolicyEngine
import SessionStore
import Traffic

struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make traffic of honest wallets and attackers: as an event log, or live on a store.",
    discussion: """
      With --events, writes the traffic of a virtual clock as an event log that curfew replay takes; --labels says which
      sessions were attacked, how, and from when. The same options write the same bytes.

      With --store, plays traffic into a store as time goes by, through the same calls that an app makes, until TERM or
      for as long as --for says. Its sessions are as real to the store as any: use one of your own for it.

      Attacks: scope-probe, drain-fast, drain-slow, chain-hop, replay, dormant-takeover, burst, velocity,
      post-revocation, ttl-abuse, shared-key, mimicry; left out of all: low-and-slow, domain-confusion, replay-probe.

      Examples:
        curfew simulate --sessions 2000 --hours 6 --events events.ndjson --labels labels.ndjson
        curfew policy init policy.yaml && curfew replay --policy policy.yaml --events events.ndjson
        curfew simulate --attacks replay,drain-slow --attacked-share 0.2 --events -
        curfew simulate --store /tmp/try.db --rate 50 --for 10m
      """)

  @Option(help: "The same seed makes the same traffic.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("How many sessions the log has.", valueName: "count"))
  var sessions = 1000

  @Option(help: ArgumentHelp("Within how many hours they begin.", valueName: "hours"))
  var hours = 6.0

  @Option(
    help: ArgumentHelp(
      "When the log begins, RFC 3339 in UTC or epoch seconds (default: 2026-01-05T08:00:00Z).",
      valueName: "time"),
    transform: TimeArgument.read)
  var start = TimeArgument(time: Timestamp(seconds: 1_767_600_000))

  @Option(
    help: ArgumentHelp("all, none, or names with commas between (default: all).", valueName: "attacks"),
    transform: ScenarioList.read)
  var attacks = ScenarioList.all

  @Option(help: ArgumentHelp("The part of the sessions that is attacked, 0 to 1.", valueName: "share"))
  var attackedShare = 0.05

  @Flag(help: "Play the attacks too that no risk weight was chosen by.")
  var includeLeftOut = false

  @Option(help: ArgumentHelp("Write an event log to this file; - for standard output.", valueName: "file"))
  var events: String?

  @Option(help: ArgumentHelp("Write a label for each of the log's sessions to this file.", valueName: "file"))
  var labels: String?

  @Option(help: ArgumentHelp("The log's policy file (default: a new store's policy).", valueName: "file"))
  var policy: String?

  @Option(help: ArgumentHelp("Play into this store: a path or sqlite:PATH.", valueName: "url"))
  var store: String?

  @Option(help: ArgumentHelp("Steps of live traffic a second, 1 to 1000, on average.", valueName: "count"))
  var rate = 12

  @Option(
    name: .customLong("for"), help: ArgumentHelp("How long to play, such as 10m.", valueName: "duration"))
  var length: DurationArgument?

  func validate() throws {
    guard (events == nil) != (store == nil) else {
      throw ValidationError("expected one of --events and --store")
    }
    if store != nil && (labels != nil || policy != nil) {
      throw ValidationError("expected --labels and --policy with --events only")
    }
    if events == "-" && labels == "-" {
      throw ValidationError("expected --events and --labels not both on standard output")
    }
    if events != nil && length != nil { throw ValidationError("expected --for with --store only") }
    guard (1...10_000_000).contains(sessions) else {
      throw ValidationError("`--sessions \(sessions)`: expected 1 to 10000000")
    }
    guard hours > 0, hours <= 8784 else {
      throw ValidationError("`--hours \(hours)`: expected more than 0, up to 8784")
    }
    guard attackedShare >= 0, attackedShare <= 1 else {
      throw ValidationError("`--attacked-share \(attackedShare)`: expected 0 to 1")
    }
    guard (1...1000).contains(rate) else { throw ValidationError("`--rate \(rate)`: expected 1 to 1000") }
    // A log can say no later moment than the end of the year 9999.
    guard start.time < Timestamp(seconds: 251_800_000_000) else {
      throw ValidationError("`--start`: expected a time before the year 9949")
    }
  }

  func run() throws {
    let scenarios =
      attacks.scenarios + (includeLeftOut ? Scenario.leftOut.filter { !attacks.scenarios.contains($0) } : [])
    var options = TrafficOptions(
      seed: seed, start: start.time,
      volume: .bounded(sessions: sessions, over: TimeSpan(milliseconds: Int64(hours * 3_600_000))),
      attackedShare: attackedShare, scenarios: scenarios)
    guard let store else {
      let policy =
        try policy.map(PolicyFile.load) ?? PolicyFile.load(yaml: StarterPolicy.yaml, named: "starter")
      return try TrafficLog(policy: policy, options: options).write(events: events ?? "-", labels: labels)
    }
    options.start = Surroundings.now()
    try play(options, into: Surroundings.expandingHome(store))
  }

  private func play(_ options: TrafficOptions, into url: String) throws {
    let store = try Stores.open(
      url: url, clock: Surroundings.now, makeID: Surroundings.makeID,
      options: Stores.Options(
        keys: Surroundings.keys, founder: Surroundings.operatorName(nil), pointName: "simulate"))
    defer { store.close() }
    let policy = try store.policy().policy
    guard policy.capabilities.values.contains(where: \.isActive) else {
      throw Failure("the policy of `\(url)` has no active capability: nothing could be granted")
    }
    let driver = TrafficDriver(
      options, rate: Double(rate), policy: policy, store: store, now: options.start)
    try LiveTraffic(driver: driver, length: length?.span).run()
  }
}
