/// What is seen on a session that speaks against it. The position is how it is stored.
package enum RiskSignal: Int, CaseIterable, Comparable, Hashable, Sendable {
  /// Asks for capabilities that it was not granted, or a grant widens what its wallet gave the app before.
  case scope
  /// A wrong chain, destination or nonce domain, or a destination on a list of known-bad ones.
  case context
  /// A nonce that was used before, or is out of its window.
  case nonce
  /// Acts again after its inactivity limit, without an attestation.
  case dormant
  /// Acts much faster than it did before.
  case burst
  /// Spends its budget fast.
  case velocity
  /// Goes on after its revocation.
  case postRevocation
  /// Goes on after its expiry.
  case ttl
  /// Was critical, and is not revoked yet.
  case revocationLag

  /// The word on screen, in JSON and in the policy file.
  package var code: String { RiskSignal.codes[rawValue] }

  package static let codes = ["SCOPE", "CTX", "NONCE", "DORM", "BURST", "VELO", "POSTREV", "TTL", "REVLAG"]

  /// Whether its evidence fades. The two others are states: they hold until something ends them.
  package var decays: Bool { self != .ttl && self != .revocationLag }

  package init?(code: String) {
    guard let position = RiskSignal.codes.firstIndex(of: code) else { return nil }
    self.init(rawValue: position)
  }

  package static func < (a: RiskSignal, b: RiskSignal) -> Bool { a.rawValue < b.rawValue }
}

/// The four bands of a score: LOW < 40 ≤ MED < 70 ≤ HIGH < 90 ≤ CRIT.
package enum RiskBand: Int, CaseIterable, Comparable, Hashable, Sendable {
  case low, medium, high, critical

  package var word: String { ["LOW", "MED", "HIGH", "CRIT"][rawValue] }

  /// The least score of the band.
  package var from: RiskScore { RiskScore(hundredths: [0, 4000, 7000, 9000][rawValue]) }

  package init(_ score: RiskScore) {
    self = RiskBand.allCases.last { score >= $0.from } ?? .low
  }

  package static func < (a: RiskBand, b: RiskBand) -> Bool { a.rawValue < b.rawValue }
}
