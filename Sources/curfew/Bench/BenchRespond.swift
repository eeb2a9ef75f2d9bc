import ArgumentParser
import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore

/// A scripted responder on live traffic, from an alert to every enforcement point seen to refuse.
struct BenchRespond: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "respond",
    abstract:
      "A scripted responder on live traffic: alert, incident, revoke, tighten, verify; what was allowed after."
  )

  @Option var rounds = 100
  @Option(help: "Requests a second, over all points.")
  var rate = 2000
  @Option(help: "Processes that decide.")
  var points = 2
  @Option var sessions = 10_000

  func run() throws {
    let folder = try ScratchFolder(named: "curfew-bench")
    defer { folder.remove() }
    let worker = try BenchWorker(folder: folder, sessions: sessions)
    worker.close()
    let store = try Stores.open(
      url: worker.path, clock: Surroundings.now, makeID: Surroundings.makeID,
      options: BenchStore.options(in: folder))
    defer { store.close() }
    let keys = KeyFolder(path: "\(folder.path)/keys", random: Surroundings.random)
    let name = try store.operators().first?.name ?? "operator"
    let acting = Operator(name: name, key: try keys.operatorKey(name, store: store.identity.id))
    try onlyAlert(store, by: acting)
    let envelopes = try (0..<sessions).map { try BenchData.envelope($0, expiresAt: .max) }
    let traffic = try PacedTraffic(
      path: worker.path, points: points, perSecond: rate, honest: Array(envelopes.dropFirst(rounds)))
    let attacker = try BenchChild(["authorize", "--store", worker.path])
    defer {
      traffic.end()
      attacker.end()
    }
    let responder = BenchResponder(
      desk: IncidentDesk(store: store, operator: acting), traffic: traffic, attacker: attacker)
    try measure(responder, traffic, Array(envelopes.prefix(rounds)))
  }

  /// The policy plane would revoke before the responder does.
  private func onlyAlert(_ store: any SessionStore, by acting: Operator) throws {
    let yaml = StarterPolicy.yaml.replacing("autoRevoke: enforce", with: "autoRevoke: alert")
      .replacing("quiet: 2m", with: "quiet: 1s")
    _ = try store.apply(try Policy.load(yaml: yaml), yaml: yaml, reason: "bench", by: acting)
  }

  private func measure(
    _ responder: BenchResponder, _ traffic: PacedTraffic, _ victims: [Envelope]
  ) throws {
    var samples: [BenchResponder.Step: Samples] = [:]
    var (allowed, after) = (0, UInt64(0))
    let clock = ContinuousClock()
    let start = clock.now
    let before = traffic.decided
    for (round, victim) in victims.enumerated() {
      for (step, time) in try responder.respond(to: victim, round: round) {
        samples[step, default: Samples()].add(time)
      }
      let tally = traffic.tally()
      allowed += tally.allowed
      after += tally.madeAfter
    }
    let elapsed = clock.now - start
    for step in BenchResponder.Step.allCases {
      guard let samples = samples[step] else { continue }
      try report(
        "\(step.rawValue), p50", duration(samples.median),
        "p95 \(duration(samples.percentile(0.95))), worst \(duration(samples.percentile(1)))")
    }
    let perSecond = Double(traffic.decided - before) / (Double(elapsed.components.seconds) + 1e-9)
    try report(
      "decided meanwhile", "\(Int(perSecond)) a second", "honest ones denied: \(traffic.honestDenied)")
    try report(
      "allowed after the revocation returned", String(allowed),
      "of \(after) attempts in \(victims.count) rounds")
    if allowed > 0 { throw Silent(status: 2) }
  }
}
