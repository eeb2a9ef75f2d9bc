import Testing

/// Several processes on one session, each asking for more than its share.
@Suite(.serialized) struct `a budget shared by eight processes` {
  private static let processes = 8
  private static let requests = 150

  private struct Heard: Sendable {
    let nonce: Int
    let micros: Int
    let isAllowed: Bool
    let reasons: [String]
  }

  /// What each process asks for: its values differ, so that the last bit of the budget fits some and not others, and
  /// every nonce is asked for by two of them.
  private func asked(_ process: Int, seed: UInt64) -> [(nonce: Int, micros: Int)] {
    var random = SeededRandom(seed: seed &* 8 &+ UInt64(process))
    return (0..<Self.requests).map { index in
      ((process / 2) * Self.requests + index + 1, Int.random(in: 1...2_000_001, using: &random))
    }
  }

  private func dollars(_ micros: Int) -> String {
    let fraction = String(micros % 1_000_000)
    return "\"\(micros / 1_000_000).\(String(repeating: "0", count: 6 - fraction.count))\(fraction)\""
  }

  private func spend(_ process: Int, seed: UInt64, in folder: TemporaryFolder) throws -> [Heard] {
    let asked = asked(process, seed: seed)
    let running = try RunningProgram(["authorize", "--store", folder.store], in: folder)
    var heard: [Heard] = []
    // All at once: as many in flight as the pipe holds.
    for (nonce, micros) in asked { running.write(Sample.request(nonce: nonce, value: dollars(micros))) }
    running.endInput()
    for ((nonce, micros), line) in zip(asked, try running.lines()) {
      heard.append(
        Heard(
          nonce: nonce, micros: micros, isAllowed: object(line)["decision"] as? String == "allow",
          reasons: reasons(line)))
    }
    guard running.wait() == .exited(0) else { throw RevocationRace.Failed(what: running.errorText) }
    return heard
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `is never overspent by a micro-dollar, and no nonce is accepted twice`(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    try folder.onlyAlert()
    // About a third of what is asked for with nonces that are new.
    try Program.succeed(
      ["sessions", "grant", "-", "--store", folder.store], input: Sample.envelope(maxValue: "\"199.999999\""))
    let heard = try onThreads(Self.processes) { try spend($0, seed: seed, in: folder) }.flatMap { $0 }
    #expect(heard.count == Self.processes * Self.requests)

    let allowed = heard.filter(\.isAllowed)
    let spent = allowed.reduce(0) { $0 + $1.micros }
    #expect(Set(allowed.map(\.nonce)).count == allowed.count, "seed \(seed): a nonce was accepted twice")
    #expect(spent <= 199_999_999, "seed \(seed)")
    let row = object(
      try Program.succeed(["sessions", "show", Sample.key, "--json", "--store", folder.store]).output)
    #expect(micros(row["spentUsd"]) == spent, "seed \(seed)")
    #expect(row["allowed"] as? Int == allowed.count, "seed \(seed)")
    #expect(row["denied"] as? Int == heard.count - allowed.count, "seed \(seed)")

    // The test saw what it is for: the budget was nearly used up, and both nets caught something.
    let left = 199_999_999 - spent
    for refused in heard where refused.reasons == ["value_over_budget"] { #expect(refused.micros > left) }
    #expect(heard.contains { $0.reasons.contains("value_over_budget") }, "seed \(seed)")
    #expect(heard.contains { $0.reasons.contains("nonce_replayed") }, "seed \(seed)")
  }
}

/// Money as `--json` prints it, a decimal in a string, in micro-dollars.
func micros(_ value: Any?) -> Int? {
  guard let text = value as? String else { return nil }
  let parts = text.split(separator: ".", omittingEmptySubsequences: false)
  guard let whole = Int(parts[0]), parts.count <= 2 else { return nil }
  let fraction = parts.count == 2 ? parts[1] : ""
  return Int(fraction + String(repeating: "0", count: max(0, 6 - fraction.count))).map {
    whole * 1_000_000 + $0
  }
}
