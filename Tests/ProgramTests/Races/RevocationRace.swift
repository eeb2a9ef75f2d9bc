import Foundation
import Testing

/// Processes that authorize as fast as they can, each with several requests in flight, while key after key is revoked by
/// a process of its own. The wall clocks of all of them differ.
final class RevocationRace: Sendable {
  private static let inFlight = 8
  /// Keys granted by one import.
  private static let batch = 25

  struct Failed: Error {
    let what: String
  }

  private let folder: TemporaryFolder
  private let processes: Int
  private let rounds: [Shared<RevocationRound>]
  private let opened = Shared(0)
  private let seed: UInt64

  init(processes: Int, rounds count: Int, seed: UInt64) throws {
    folder = try TemporaryFolder()
    self.processes = processes
    self.seed = seed
    rounds = (0..<count).map { Shared(RevocationRound(key: "0xKey\($0)", processes: processes)) }
  }

  /// Within two minutes to either side, the far ends among them.
  private static func skew(_ random: inout SeededRandom) -> Int {
    random.pick([-120, 120, 0, .random(in: -120...120, using: &random)])
  }

  func run() throws {
    var random = SeededRandom(seed: seed)
    let skews = (0..<processes).map { _ in RevocationRace.skew(&random) }
    // One thread more than there are processes: the one that revokes.
    _ = try onThreads(processes + 1) { [self] index in
      index == processes ? try revokeEach() : try act(index, skew: skews[index])
    }
  }

  func check() throws {
    let listed = try Program.succeed(["sessions", "list", "--json", "--store", folder.store]).lines.map(
      object)
    let rows = Dictionary(uniqueKeysWithValues: listed.map { ($0["sessionKey"] as? String ?? "", $0) })
    let raced = rounds.count { $0.read(\.isRaced) }
    #expect(raced > rounds.count * 9 / 10, "seed \(seed): only \(raced) revocations met a request in flight")
    for (index, round) in rounds.enumerated() {
      let round = round.read { $0 }
      let name = "seed \(seed), \(processes) processes, round \(index)"
      round.check(name)
      #expect(rows[round.key]?["allowed"] as? Int == round.allowed, "\(name)")
      #expect(rows[round.key]?["denied"] as? Int == round.denied, "\(name)")
      #expect(rows[round.key]?["state"] as? String == "revoked", "\(name)")
    }
  }

  private func revokeEach() throws {
    var random = SeededRandom(seed: seed &+ 1)
    for (index, round) in rounds.enumerated() {
      if index % RevocationRace.batch == 0 { try grant(from: index) }
      opened.with { $0 = index + 1 }
      guard round.wait(\.isUnderWay) else { throw Failed(what: "round \(index) never began") }
      let key = round.read(\.key)
      let clock = try Shim.clock(offBySeconds: RevocationRace.skew(&random))
      let start = monotonicNanoseconds()
      let (ending, _, error) = try RunningProgram.run(
        ["revoke", key, "--reason", "race", "--store", folder.store], environment: clock, in: folder)
      let end = monotonicNanoseconds()
      guard ending == .exited(0) else { throw Failed(what: "revoke in round \(index): \(error)") }
      round.with { $0.recordRevoke(from: start, to: end) }
    }
  }

  private func grant(from first: Int) throws {
    let envelopes = rounds[first..<min(first + RevocationRace.batch, rounds.count)].map {
      // The store's time is that of the furthest clock: the life must outlast two minutes, and be no longer than the
      // policy lets it be for the clock that is furthest behind.
      Sample.envelope($0.read(\.key), life: 1500)
    }
    let (ending, _, error) = try RunningProgram.run(
      ["sessions", "import", "-", "--store", folder.store], input: envelopes, in: folder)
    guard ending == .exited(0) else { throw Failed(what: "import: \(error)") }
  }

  private func act(_ process: Int, skew: Int) throws {
    guard opened.wait({ $0 > 0 }) else { throw Failed(what: "no round began") }
    let running = try RunningProgram(
      ["authorize", "--store", folder.store], environment: try Shim.clock(offBySeconds: skew), in: folder)
    for (index, round) in rounds.enumerated() {
      guard opened.wait({ $0 > index }) else { throw Failed(what: "round \(index) never began") }
      try act(process, in: round, with: running, round: index)
    }
    running.endInput()
    let surplus = try running.line()
    guard surplus == nil, running.wait() == .exited(0) else {
      throw Failed(what: "process \(process) ended with \(surplus ?? "nothing more"): \(running.errorText)")
    }
  }

  private func act(
    _ process: Int, in round: Shared<RevocationRound>, with running: RunningProgram, round index: Int
  ) throws {
    let key = round.read(\.key)
    var open: [(id: String, from: UInt64)] = []
    var heard: [Operation<SessionKeyObject>] = []
    while true {
      while open.count < RevocationRace.inFlight, let nonce = round.quietly({ $0.takeNonce(process) }) {
        let id = "\(index)-\(process)-\(nonce)"
        open.append((id, monotonicNanoseconds()))
        running.write(Sample.request(key, nonce: nonce, value: "0.01", id: id))
      }
      if open.isEmpty {
        if round.read({ $0.isOver(for: process) }) { break }
        // All that may be asked before the revoke returns was asked.
        guard round.wait({ $0.revokedAt != nil }) else { throw Failed(what: "round \(index) never ended") }
        continue
      }
      guard let line = try running.line() else {
        throw Failed(what: "process \(process): \(running.errorText)")
      }
      let now = monotonicNanoseconds()
      let asked = open.removeFirst()
      let decision = object(line)
      guard decision["requestId"] as? String == asked.id,
        let answer = SessionKeyObject.Answer(decision: decision)
      else { throw Failed(what: "\(asked.id) of round \(index), seed \(seed), was answered with \(line)") }
      heard.append(Operation(process, .authorize, from: asked.from, to: now, answer))
      if heard.count == 1 { round.with { $0.countActing() } }
    }
    round.quietly { $0.record(heard) }
  }
}
