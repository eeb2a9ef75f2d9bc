import ArgumentParser
import Delegation
import PolicyEngine
import Traffic

/// The pure decision with many sessions in memory, beside a bare dictionary look-up of the same keys.
struct BenchDecision: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decision", abstract: "The pure decision in memory.")

  @Option var sessions = 1_000_000
  @Option var rounds = 200

  func run() throws {
    let policy = try PolicyFile.load(yaml: StarterPolicy.yaml, named: "starter policy")
    let now = Timestamp(seconds: 1_771_703_000)
    let table = SessionTable(seed: 7)
    var bare: [String: Int] = [:]
    var requests: [ExecutionRequest] = []
    for index in 0..<sessions {
      let envelope = try BenchData.envelope(index, expiresAt: now + TimeSpan(seconds: 600))
      table.insert(SessionState(envelope: envelope, grantedAt: now))
      bare[envelope.sessionKey.text] = index
    }
    var random = SplitMix64(seed: 42)
    for nonce in 0..<20_000 {
      let index = Int.random(in: 0..<sessions, using: &random)
      let envelope = try BenchData.envelope(index, expiresAt: now + TimeSpan(seconds: 600))
      requests.append(try BenchData.request(for: envelope, nonce: UInt64(nonce)))
    }
    try measure(requests, table: table, bare: bare, policy: policy, now: now)
  }

  private func measure(
    _ requests: [ExecutionRequest], table: SessionTable, bare: [String: Int], policy: Policy, now: Timestamp
  ) throws {
    let keys = requests.map(\.sessionKey.text)
    let context = DecisionContext(policy: policy, modes: ModeTable(), at: now + TimeSpan(seconds: 1))
    let batch = 100
    var decisions = Samples()
    var lookups = Samples()
    var ownLookups = Samples()
    var allowed = 0
    for round in 0..<rounds {
      let start = round * batch % (requests.count - batch)
      // Each measures other sessions, so that none warms the cache for the next. A request has just been read when it
      // is decided, so it is looked at first: the sessions are cold, what asks for them is not.
      for request in requests[start..<(start + batch)] { keep(request.json.utf8.count) }
      let asked = keys[start..<(start + batch)].map { String(decoding: Array($0.utf8), as: UTF8.self) }
      lookups.time(per: batch) {
        for key in asked { keep(bare[key]) }
      }
      let next = (start + requests.count / 2) % (requests.count - batch)
      for request in requests[next..<(next + batch)] { keep(request.json.utf8.count) }
      decisions.time(per: batch) {
        for request in requests[next..<(next + batch)] {
          guard let position = table.position(of: request.sessionKey) else { continue }
          if table.withState(at: position, { decide(request, knowing: $0, in: context).isAllowed }) {
            allowed += 1
          }
        }
      }
      let third = (start + requests.count / 3) % (requests.count - batch)
      for request in requests[third..<(third + batch)] { keep(request.json.utf8.count) }
      ownLookups.time(per: batch) {
        for request in requests[third..<(third + batch)] { keep(table.position(of: request.sessionKey)) }
      }
    }
    guard allowed == rounds * batch else { throw Failure("the bench's requests were not all allowed") }
    try report(
      "decision, \(table.count) sessions, p50", duration(decisions.median),
      "p99 \(duration(decisions.percentile(0.99)))")
    try report("bare Dictionary<String, Int> look-up, p50", duration(lookups.median))
    try report("look-up in our table alone, p50", duration(ownLookups.median))
  }
}
