package import Delegation

extension ModeTable {
  /// Whether putting `mode` in force for `scope` is looser than what is in force for that same scope, and so needs a
  /// second operator.
  ///
  /// Modes are ordered `normal` < `guarded` < `denyFirst` < `lockdown`, and only going down counts. Going up is always
  /// tightening, though `denyFirst` has no spend factor and an attested session may spend more in it than in `guarded`:
  /// the order is the contract, and tightening must not wait.
  /// Entries of other scopes stay, and the tightest that matches wins, so an entry for a scope that has none only adds.
  /// The same mode again restarts its entry, which asks for attestation anew: no looser.
  package func isLooser(changingTo mode: PolicyMode, scope: Scope) -> Bool {
    entries.contains { $0.scope == scope && mode < $0.mode }
  }
}
