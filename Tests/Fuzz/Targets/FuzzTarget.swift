/// One parser, and what must hold of it for any bytes.
package struct FuzzTarget: Sendable {
  /// Also the name of its folder under `Tests/Fuzz/Corpus`.
  package let name: String
  /// Says whether the parser takes the bytes. Throws the first property that they break; traps where the parser does.
  package let check: @Sendable ([UInt8]) throws(BrokenProperty) -> Verdict

  /// - Parameter check: gets bytes as they come, hostile ones.
  init(_ name: String, _ check: @escaping @Sendable ([UInt8]) throws(BrokenProperty) -> Verdict) {
    self.name = name
    self.check = check
  }

  /// One line a target. A new one is a file beside this one, a line here, and a folder of examples in the corpus.
  package static let all: [FuzzTarget] = [
    // Digests
    .base64, .base64URL, .hex,
    // Delegation
    .json, .envelope, .request, .event, .scope, .lines, .decimal, .money, .time, .identifier,
    .userRevocation, .assertion,
    // AuditTrail
    .note, .checkpoint, .verifierKey, .inclusionProof, .consistencyProof, .keyFile, .ask,
    // PolicyEngine
    .policy,
    // RiskScoring
    .destinations,
    // SessionStore
    .filter, .point,
    // IncidentResponse
    .facts, .notice,
    // Terminal
    .input, .text, .theme,
    // Console
    .config,
  ]
}

package enum Verdict: Hashable, Sendable {
  case accepted
  case refused
}

/// What must hold and does not, for one input.
package struct BrokenProperty: Error {
  package let sentence: String
}
