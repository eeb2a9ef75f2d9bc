package import Delegation
package import PolicyEngine

/// An assertion that the store has issued.
package struct IssuedAssertion: Hashable, Sendable {
  /// The signed token. Whoever has it can show it: it is said once, and neither stored nor logged.
  package let token: String
  package let assertion: SessionAssertion

  package init(token: String, assertion: SessionAssertion) {
    self.token = token
    self.assertion = assertion
  }
}

/// Why the store asserts nothing of a session, or does not stand by what it asserted.
package enum AssertionRefusal: Error, Hashable, Sendable {
  case token(AssertionProblem)
  case unknownSession(Identifier)
  case notActive(Identifier, SessionLife)
  /// Nothing of the session acts while this holds.
  case lockdown(Identifier)
  /// Another store's, or one whose key was never made.
  case otherIssuer(String)
  /// This account has no key that signs the store's assertions.
  case noKey

  package var sentence: String {
    switch self {
    case .token(let problem): problem.sentence
    case .unknownSession(let key): "`\(key.text)` is no known session"
    case .notActive(let key, let life):
      "`\(key.text)` is \(life.rawValue): only an active session is asserted"
    case .lockdown(let key): "`\(key.text)` is in lockdown: nothing of it acts"
    case .otherIssuer(let issuer): "the assertion is of the store `\(issuer)`, not of this one"
    case .noKey: "no key that signs this store's assertions here: see $CURFEW_KEYS"
    }
  }
}
