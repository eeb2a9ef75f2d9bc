import Delegation
import PolicyEngine
import RiskScoring

extension RiskScore {
  /// With its band, because a number never stands alone: `83.4 HIGH`.
  var words: String { "\(text) \(RiskBand(self).word)" }
}

extension RiskSummary {
  /// `{"score":83.4,"band":"HIGH","signals":["CTX"]}`, most telling first.
  func writeMember(_ writer: inout JSONWriter) {
    writer.key("risk")
    writer.object { object in
      object.member("score", raw: score.text)
      object.member("band", band.word)
      object.member("signals", strings: signals.map(\.code))
    }
  }

  /// `83.4 HIGH: CTX NONCE`
  var words: String {
    signals.isEmpty ? score.words : "\(score.words): \(signals.map(\.code).joined(separator: " "))"
  }
}

extension RiskSignal {
  /// What it stands for, for who has not learnt the codes.
  var meaning: String {
    switch self {
    case .scope: "asks for what it was not granted, or a grant widened what its wallet gave the app"
    case .context: "a wrong chain, destination or nonce domain, or a destination on a list"
    case .nonce: "a nonce that was used before, or is out of its window"
    case .dormant: "acts again after its inactivity limit, without an attestation"
    case .burst: "acts much faster than it did before"
    case .velocity: "spends its budget fast"
    case .postRevocation: "goes on after its revocation"
    case .ttl: "goes on after its expiry"
    case .revocationLag: "was critical, and was not revoked at once"
    }
  }
}

extension RiskExplanation {
  /// Nats of all signals, in millionths.
  var nats: Int64 { contributions.reduce(0) { $0 + $1.nats } }

  /// The part of one signal in all the evidence, in millionths; 0 where there is none.
  func share(of part: Contribution) -> UInt64 {
    nats > 0 ? UInt64(max(0, part.nats)) * 1_000_000 / UInt64(nats) : 0
  }

  /// What time alone will do to it.
  var outlook: String {
    if let leavesBandAt { return "falls below \(band.word) in \((leavesBandAt - at).roughly) if quiet" }
    if band == .low { return "below every other band" }
    return floors.isEmpty
      ? "does not fall below \(band.word) by itself" : "held by a floor until an operator clears it"
  }
}
