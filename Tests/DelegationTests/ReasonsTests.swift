import Delegation
import Testing

@Suite struct ReasonsTests {
  /// The contract's list, copied from it.
  static let order = """
    state_stale unknown_session session_revoked session_not_yet_valid session_expired attestation_required
    mode_lockdown mode_deny_first mode_guarded capability_unregistered capability_not_granted chain_mismatch
    destination_not_allowed domain_mismatch nonce_replayed nonce_out_of_window value_over_execution_limit
    value_over_window value_over_budget execution_limit_reached
    """.split(whereSeparator: \.isWhitespace).map(String.init)

  @Test(arguments: ["", "allow", "State_stale", "state_stale "])
  func `what is no reason has no value`(name: String) {
    #expect(Reasons(name: name) == nil)
  }

  @Test func `the twenty reasons stand in the contract's order, each by its name`() throws {
    #expect(Reasons.allNames == Self.order)
    for name in Self.order { #expect(try #require(Reasons(name: name)).names == [name]) }
    var all: Reasons = []
    for name in Self.order.reversed() { all.formUnion(try #require(Reasons(name: name))) }
    #expect(all.names == Self.order)
  }

  @Test func `over-limit is any of the four value reasons`() {
    #expect(Reasons.overLimit.names == Array(Self.order.suffix(4)))
  }

  @Test func `refusals stand in the contract's order`() {
    let names = Refusal.allCases.map(\.rawValue)
    #expect(names.first == "malformed" && names.last == "out_of_order")
    let rows = [
      [
        "duplicate_session", "session_revoked", "capability_unregistered", "expired_on_arrival",
        "ttl_over_limit",
      ],
      ["unknown_session", "session_revoked", "session_expired", "ttl_over_limit"],
      ["unknown_revocation", "out_of_order"],
    ]
    for row in rows { #expect(names.filter(row.contains) == row) }
  }

  @Test func `modes tighten in the contract's order`() {
    #expect(PolicyMode.allCases.map(\.rawValue) == ["normal", "guarded", "denyFirst", "lockdown"])
    #expect(PolicyMode.allCases == PolicyMode.allCases.sorted())
  }
}
