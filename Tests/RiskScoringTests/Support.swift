import Delegation
import PolicyEngine
import Testing

@testable import RiskScoring

/// Seconds after an hour on a round day.
func at(_ seconds: Double) -> Timestamp {
  Timestamp(milliseconds: 1_771_700_000_000 + Int64(seconds * 1000))
}

/// A session granted at `at(0)`, an hour long, with a budget of 1,000 USD.
func makeSession(life: Int64 = 3600, budget: UInt64 = 1000) throws -> SessionState {
  SessionState(
    envelope: Envelope(
      sessionKey: .opaque("s-1"), wallet: .opaque("w-1"), capabilities: [.opaque("swap.execute")],
      maxValue: try #require(Money(micros: budget * 1_000_000)),
      destinations: .shared([.opaque("router")]), chainID: 1, expiresAt: at(Double(life)),
      nonceDomain: .opaque("d")), grantedAt: at(0))
}

/// No capability of its own: defaults only.
func makePolicy(_ model: RiskModel = .standard) -> Policy {
  Policy(
    version: PolicyVersion(text: "test"), defaults: .standard, capabilities: [:], families: [:],
    modes: .standard, detection: .standard, response: .standard, risk: model)
}

extension RiskState {
  /// Takes one execution, which asks for something new unless it says where `to`; the session has acted within its
  /// inactivity limit unless `reasons` say otherwise.
  mutating func take(
    _ reasons: Reasons, at time: Timestamp, sequence: Int64 = 1, capability: String = "swap.execute",
    usd: UInt64 = 0, to destination: String? = nil, isListed: Bool = false, of session: SessionState,
    under policy: Policy = makePolicy()
  ) {
    let request = ExecutionRequest(
      requestID: "r", sessionKey: session.envelope.sessionKey, capability: .opaque(capability),
      destination: .opaque(destination ?? "at \(time.milliseconds) for \(reasons.rawValue)"), chainID: 1,
      value: Money(micros: usd * 1_000_000) ?? .zero, nonceDomain: .opaque("d"), nonce: 0)
    _ = take(
      ObservedExecution(request, reasons: reasons, at: time, sequence: sequence, isListed: isListed),
      of: session, under: policy)
  }

  func points(_ time: Timestamp, of session: SessionState, model: RiskModel = .standard) -> Double {
    Double(score(RiskContext(session, at: time, model: model)).hundredths) / 100
  }
}

struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
