import Delegation
import PolicyEngine
import Testing

/// A replay that is spoken to line by line; each line is put to the naive model too, and both must say the same.
struct Scene {
  private var replay: Replay
  private var model: NaiveModel

  init(_ policy: NaivePolicy = .plain) throws {
    replay = Replay(policy: try policy.engine())
    model = NaiveModel(policy: policy)
  }

  /// Takes one line and says in short what came of it: `-` when it was accepted, `allow 99.5` with what remains,
  /// `deny` with its reasons, or `refuse` with the type (or null) and its reasons.
  mutating func take(_ line: String) throws -> String { try take(bytes: Array(line.utf8)) }

  mutating func take(bytes: [UInt8]) throws -> String {
    let output = try replay.consume(bytes).map(withoutDetail)
    #expect(output == model.consume(bytes), "\(String(decoding: bytes.prefix(300), as: UTF8.self))")
    guard let output else { return "-" }
    guard case .object(let members) = try NaiveJSON.text(Array(output.utf8)) else { throw Malformed() }
    func text(_ key: Text) -> String {
      switch members.first(where: { $0.key == key })?.value {
      case .string(let text): text.description
      case .array(let values):
        values.map { if case .string(let text) = $0 { text.description } else { "?" } }.joined(separator: " ")
      default: "null"
      }
    }
    if members.contains(where: { $0.key == "rejected" }) {
      return "refuse \(text("rejected")): \(text("reasons"))"
    }
    return text("decision") == "allow" ? "allow \(text("remainingUsd"))" : "deny \(text("reasons"))"
  }
}

/// Some lines, and what the last one must come to. The others must all be accepted or decided.
struct Row: CustomTestStringConvertible {
  let name: String
  let lines: [String]
  let outcome: String
  var policy = NaivePolicy.plain

  init(_ name: String, _ lines: [String], _ outcome: String, under policy: NaivePolicy = .plain) {
    (self.name, self.lines, self.outcome, self.policy) = (name, lines, outcome, policy)
  }

  var testDescription: String { "\(name): \(outcome)" }

  func check() throws {
    var scene = try Scene(policy)
    for line in lines.dropLast() {
      let outcome = try scene.take(line)
      try #require(!outcome.hasPrefix("refuse"), "\(name): \(line)")
    }
    let last = try #require(lines.last)
    #expect(try scene.take(last) == outcome, "\(name)")
  }
}

extension NaivePolicy {
  /// An hour, a day and half an hour; `swap` and `quote` active without limits, `idea` a draft with the tightest.
  static let plain = NaivePolicy(capabilities: [
    "swap": Capability(), "quote": Capability(),
    "idea": Capability(active: false, maxTtl: 1, maxValue: 0, idle: 1, families: []),
  ])

  /// The plain policy with a rule of `swap` changed.
  static func swap(_ change: (inout Capability) -> Void) -> NaivePolicy {
    var policy = NaivePolicy.plain
    change(&policy.capabilities["swap", default: Capability()])
    return policy
  }

  func with(_ change: (inout NaivePolicy) -> Void) -> NaivePolicy {
    var policy = self
    change(&policy)
    return policy
  }
}

/// Writers of the lines that edges are made of. Values are JSON; nil leaves a field out.
enum Line {
  typealias Changes = [(String, String?)]

  static func object(_ members: [(String, String)], _ changes: Changes) -> String {
    var members = members
    for (key, value) in changes {
      let index = members.firstIndex { $0.0 == key }
      switch (index, value) {
      case (let index?, let value?): members[index].1 = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append((key, value))
      case (nil, nil): break
      }
    }
    return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }

  static func envelope(_ changes: Changes = []) -> String {
    object(
      [
        ("sessionKey", "\"s\""), ("wallet", "\"w\""), ("capabilities", "[\"swap\"]"), ("maxValueUsd", "100"),
        ("allowedDestinations", "[\"d\"]"), ("chainId", "1"), ("expiresAt", "2000"), ("nonceDomain", "\"n\""),
      ], changes)
  }

  static func grant(at: String = "1000", _ changes: Changes = []) -> String {
    "{\"type\":\"session.granted\",\"at\":\(at),\"envelope\":\(envelope(changes))}"
  }

  static func ask(at: String = "1100", _ changes: Changes = []) -> String {
    object(
      [
        ("type", "\"execution.requested\""), ("at", at), ("sessionKey", "\"s\""), ("capability", "\"swap\""),
        ("destination", "\"d\""), ("chainId", "1"), ("valueUsd", "1"), ("nonceDomain", "\"n\""),
        ("nonce", "0"),
      ], changes)
  }

  static func attest(at: String, _ changes: Changes = []) -> String {
    object([("type", "\"session.attested\""), ("at", at), ("sessionKey", "\"s\"")], changes)
  }

  static func extend(at: String, to expiresAt: String, _ changes: Changes = []) -> String {
    object(
      [("type", "\"session.extended\""), ("at", at), ("sessionKey", "\"s\""), ("expiresAt", expiresAt)],
      changes)
  }

  static func revoke(at: String?, _ changes: Changes = []) -> String {
    object(
      [("type", "\"session.revoked\""), ("at", at ?? "0"), ("sessionKey", "\"s\"")], [("at", at)] + changes)
  }

  static func reinstate(at: String, _ id: String, _ changes: Changes = []) -> String {
    object(
      [
        ("type", "\"session.reinstated\""), ("at", at), ("sessionKey", "\"s\""),
        ("revocationId", "\"\(id)\""),
      ], changes)
  }

  static func logOut(at: String, _ changes: Changes = []) -> String {
    object([("type", "\"user.loggedOut\""), ("at", at), ("wallet", "\"w\"")], changes)
  }

  static func mode(at: String, _ mode: String, _ scope: String? = nil, _ changes: Changes = []) -> String {
    object(
      [("type", "\"mode.changed\""), ("at", at), ("mode", "\"\(mode)\"")], [("scope", scope)] + changes)
  }
}
