import ArgumentParser
import Delegation
import Foundation
import PolicyEngine
import RiskScoring
import SessionStore
import Traffic

/// Filters, orders and groups of a large store with the search index, beside the same without it.
struct BenchFilter: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter", abstract: "A list's answer by filter and order, with and without live decisions.")

  @Option var sessions = 1_000_000
  @Option var rounds = 40
  @Option(help: "Rounds without the index; each is a run through the tables.")
  var plainRounds = 2
  @Option(help: "Decisions a second by another process while it measures; 0 for none.")
  var rate = 5000
  @Flag(
    help:
      "Every session has a wallet, destinations and a nonce domain of its own: the most that texts can take.")
  var allUnlike = false

  @Option(help: "Use this store, which `bench filter --keep` made within the last quarter of an hour.")
  var store: String?
  @Option(help: "Make the store here and keep it.")
  var keep: String?

  func run() throws {
    let folder = try ScratchFolder(named: "curfew-bench")
    defer { folder.remove() }
    let path = store ?? keep ?? "\(folder.path)/store.db"
    let crowd = BenchCrowd(path: path, folder: folder, sessions: sessions, isAllUnlike: allUnlike)
    if store == nil {
      var filling = Samples()
      try filling.time(per: 1) { try crowd.fill() }
      try report("\(sessions) sessions made", duration(filling.median))
    }
    let questions = try BenchQuestion.all(crowd)
    try measurePlain(crowd, questions)
    let searching = try crowd.open()
    defer { searching.close() }
    try prepare(searching)
    try measure(searching, questions, "quiet")
    guard rate > 0 else { return }
    let traffic = try PacedTraffic(
      path: path, points: 1, perSecond: rate, honest: try (0..<20_000).map { try crowd.envelope($0 * 3) })
    defer { traffic.end() }
    let (before, start) = (traffic.decided, ContinuousClock.now)
    try measure(searching, questions, "live", pause: 0.02)
    let seconds = Double((ContinuousClock.now - start) / .milliseconds(1)) / 1000
    try report("decisions meanwhile", "\(Int(Double(traffic.decided - before) / seconds)) a second")
    try reportMemory("memory after that", of: searching)
  }

  private func prepare(_ searching: any SessionStore) throws {
    let before = BenchMemory.resident
    var time = Samples()
    try time.time(per: 1) {
      guard try searching.prepareSearch() else { throw Failure("the index was not made") }
    }
    try report("the index made", duration(time.median), "\(searching.searchBytes / sessions) bytes a session")
    try report("memory before", "\(before >> 20) MiB")
    try reportMemory("memory with it", of: searching)
  }

  private func reportMemory(_ name: String, of store: any SessionStore) throws {
    try report(
      name, "\(BenchMemory.resident >> 20) MiB",
      "at the most \(BenchMemory.most >> 20), the index \(store.searchBytes >> 20)")
  }

  private func measurePlain(_ crowd: BenchCrowd, _ questions: [BenchQuestion]) throws {
    guard plainRounds > 0 else { return }
    let plain = try crowd.open()
    defer { plain.close() }
    for question in questions where !question.isSlowWithout {
      var times = Samples()
      var found = 0
      for _ in 0..<plainRounds { try times.time(per: 1) { found = try question.ask(plain) } }
      try report("\(question.name), by SQL", duration(times.median), "\(found) found")
    }
  }

  private func measure(
    _ store: any SessionStore, _ questions: [BenchQuestion], _ note: String, pause: TimeInterval = 0
  ) throws {
    for question in questions {
      var times = Samples()
      var found = 0
      for _ in 0..<rounds {
        if pause > 0 { Thread.sleep(forTimeInterval: pause) }
        try times.time(per: 1) { found = try question.ask(store) }
      }
      try report(
        "\(question.name), \(note), p50", duration(times.median),
        "p95 \(duration(times.percentile(0.95))), worst \(duration(times.percentile(1))), \(found) found")
    }
  }
}

/// One question of a console's, and what it is called.
private struct BenchQuestion {
  let name: String
  /// Not asked without the index: it reads every envelope.
  var isSlowWithout = false
  /// - Returns: how many were found.
  let ask: (any SessionStore) throws -> Int

  static func all(_ crowd: BenchCrowd) throws -> [BenchQuestion] {
    let some = try crowd.envelope(crowd.sessions / 2)
    let key = some.sessionKey.text
    let filters = [
      "91c4", "mobile", String(key.dropFirst(2).prefix(6)), "zzz", "cap:nft.list",
      "wallet:\(some.wallet.text.prefix(6))*",
      "key:\(key.prefix(6))…\(key.suffix(4))", "dest:0x91*", "chain:1", "state:active", "spent>50%",
      "risk>=40",
      "signal:CTX", "state:active cap:nft.list risk>=40 91",
    ]
    var questions = try filters.map { text in
      try list(text, SessionQuery(filter: SessionFilter.parse(text), sort: .risk))
    }
    for sort in SessionSort.allCases {
      questions.append(list("all by \(sort)", SessionQuery(sort: sort)))
      questions.append(
        list("all by \(sort), around one", SessionQuery(sort: sort, window: .around(some.sessionKey))))
    }
    questions.append(
      list(
        "state:active by spent", SessionQuery(filter: try SessionFilter.parse("state:active"), sort: .spent)))
    for grouping in SessionGrouping.allCases {
      questions.append(
        BenchQuestion(name: "groups by \(grouping.rawValue)", isSlowWithout: true) {
          try $0.groups(GroupQuery(grouping: grouping, limit: 200)).matching
        })
    }
    return questions
  }

  private static func list(_ name: String, _ query: SessionQuery) -> BenchQuestion {
    BenchQuestion(name: name) { try $0.list(query).matching }
  }
}

/// Sessions as a large service has them: fewer wallets than sessions, some thousands of contracts, a dozen apps. A tenth
/// of them acted, and of those one in twenty where it may not.
private struct BenchCrowd {
  let path: String
  let folder: ScratchFolder
  let sessions: Int
  let isAllUnlike: Bool
  private let made = Surroundings.now()

  init(path: String, folder: ScratchFolder, sessions: Int, isAllUnlike: Bool) {
    self.path = path
    self.folder = folder
    self.sessions = sessions
    self.isAllUnlike = isAllUnlike
  }

  func open() throws -> any SessionStore {
    try Stores.open(
      url: path, clock: Surroundings.now, makeID: Surroundings.makeID, options: BenchStore.options(in: folder)
    )
  }

  func envelope(_ index: Int) throws -> Envelope {
    let plain = try BenchData.envelope(index, expiresAt: made + TimeSpan(seconds: 1700))
    if isAllUnlike { return plain }
    func address(_ kind: UInt64, _ number: Int) throws -> Identifier {
      var random = SplitMix64(seed: kind << 32 | UInt64(number))
      return try Identifier(random.address())
    }
    var random = SplitMix64(seed: UInt64(index) &+ 99)
    let app = Int.random(in: 0..<12, using: &random)
    let first = Int.random(in: 0..<4000, using: &random)
    let names =
      index % 3 == 0 ? ["nft.list", "quote.accept"] : index % 3 == 1 ? ["nft.list"] : ["quote.accept"]
    return Envelope(
      sessionKey: plain.sessionKey, wallet: try address(1, index / 3),
      capabilities: try names.map { try Identifier($0) },
      maxValue: Money(micros: UInt64.random(in: 1...500, using: &random) * 1_000_000) ?? .zero,
      destinations: .shared([try address(2, first), try address(2, first / 40)]),
      chainID: [1, 10, 137][index % 3],
      expiresAt: made + TimeSpan(seconds: 1000 + Int64.random(in: 0...700, using: &random)),
      nonceDomain: try Identifier("session:\(app % 2 == 0 ? "mobile" : "web"):\(index / 30)"),
      labels: [Label(key: "app", value: "app-\(app)")])
  }

  func fill() throws {
    let store = try open()
    defer { store.close() }
    let acting = Operator(name: "bench", plane: .user)
    for start in stride(from: 0, to: sessions, by: 4096) {
      let envelopes = try (start..<min(start + 4096, sessions)).map { try envelope($0) }
      for case .refused(let refusals) in try store.grant(envelopes.map { Grant(envelope: $0) }, by: acting) {
        throw Failure("the bench's grant was refused: \(refusals.map(\.rawValue).joined(separator: " "))")
      }
      let acts = try envelopes.enumerated().filter { $0.offset % 10 == 0 }.map {
        try act($0.element, start + $0.offset)
      }
      var rest = acts[...]
      while !rest.isEmpty { rest = rest.dropFirst(try store.authorize(rest).count) }
    }
  }

  private func act(_ envelope: Envelope, _ index: Int) throws -> ExecutionRequest {
    guard case .shared(let list) = envelope.destinations else {
      throw Failure("the bench's envelope has no destination")
    }
    let isStray = index % 200 == 0
    var random = SplitMix64(seed: UInt64(index))
    return ExecutionRequest(
      requestID: "f-\(index)", sessionKey: envelope.sessionKey, capability: envelope.capabilities[0],
      destination: isStray ? try Identifier("0x00000000000000000000000000000000000bad00") : list[0],
      chainID: envelope.chainID,
      value: Money(micros: UInt64.random(in: 1...1_000_000, using: &random)) ?? .zero,
      nonceDomain: envelope.nonceDomain, nonce: 1)
  }
}

/// What this process has in memory, as the kernel counts it, in bytes.
private enum BenchMemory {
  static var resident: Int { field("VmRSS:") }
  static var most: Int { field("VmHWM:") }

  private static func field(_ name: String) -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
    return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) << 10
  }
}
