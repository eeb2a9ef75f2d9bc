import Digests

/// Why a token is not taken, or an assertion not made.
package enum AssertionProblem: Error, Hashable, Sendable {
  /// Over ``SessionAssertion/largestTokenByteCount``.
  case tooLong(Int)
  case malformed(CompactJWS.Problem)
  case json(CompactJWS.Part, JSONProblem)
  /// The field's path begins with the name of its part.
  case field(FieldError)
  /// Not the key's signature over the token as it was received.
  case signature
  /// `at` is the first moment at which it holds no more.
  case expired(at: Timestamp)
  /// Issued later than the verifier's clock and its leeway allow.
  case fromTheFuture(issuedAt: Timestamp)
  /// Nothing can be asserted of a session that ends before the next whole second is over.
  case sessionEnds(at: Timestamp)
  /// Not from 1 second to ``SessionAssertion/longestLife``.
  case life(TimeSpan)

  /// One sentence for a reader. It never repeats a whole token: whoever reads it could use it.
  package var sentence: String {
    switch self {
    case .tooLong(let count):
      "the token: expected at most \(SessionAssertion.largestTokenByteCount) bytes, found \(count)"
    case .malformed(.partCount(let count)): "the token: expected 3 parts with dots between, found \(count)"
    case .malformed(.encoding(let part, let problem)):
      "the token's \(part): expected unpadded URL-safe base 64, \(Self.reason(problem))"
    case .json(let part, let problem): "the token's \(part): \(problem.sentence)"
    case .field(let error): "the token: \(error.sentence)"
    case .signature: "the token: expected the issuer's signature, found another"
    case .expired(let at): "the token expired at \(at.utc)"
    case .fromTheFuture(let issuedAt):
      "the token says it was issued at \(issuedAt.utc), which is still to come"
    case .sessionEnds(let at): "too little is left of the session, which ends at \(at.utc)"
    case .life(let life):
      "the token: expected a life of 1s to \(SessionAssertion.longestLife.policyText), found \(life.policyText)"
    }
  }

  private static func reason(_ problem: MalformedEncoding) -> String {
    switch problem {
    case .badLength(let count): "found \(count) characters, which encode no bytes"
    case .badCharacter(let offset): "found another character at byte \(offset)"
    case .badPadding: "found padding"
    case .trailingBits: "found bits that no byte takes"
    }
  }
}
