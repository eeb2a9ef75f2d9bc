import Delegation

/// The reasons of a denial in plain words.
enum ReasonWords {
  /// By the reason's place, as ``Reasons/allNames``.
  static let all = [
    "the enforcement point could not prove that its view was fresh", "no session has the key",
    "the session was revoked", "the session was not valid yet", "the session had expired",
    "it had been quiet for too long and needed an attestation", "everything was in lockdown",
    "mode denyFirst held and it had not been attested since",
    "mode guarded held and its risk or life was too high",
    "the capability is in no policy", "the capability was not granted", "the chain was not the granted one",
    "the destination was not allowed", "the nonce domain was not the granted one",
    "the nonce had been used before", "the nonce was too far from the others",
    "the value was over the limit of one execution", "the value was over the spend window",
    "the value was over the budget", "the number of executions was used up",
  ]

  /// Each with its word: `the session had expired (session_expired); …`.
  static func list(_ reasons: Reasons) -> String {
    all.indices.filter { reasons.contains(Reasons(at: $0)) }
      .map { "\(all[$0]) (\(Reasons.allNames[$0]))" }.joined(separator: "; ")
  }
}
