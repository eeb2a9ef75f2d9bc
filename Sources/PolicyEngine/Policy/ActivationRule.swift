import Delegation

/// What an active capability must have shown by its inline tests: one allow, and a denial for each boundary.
enum ActivationRule {
  private struct Boundary {
    let name: String
    let reasons: Reasons
  }

  private static let boundaries = [
    Boundary(name: "destination", reasons: .destinationNotAllowed),
    Boundary(name: "chain", reasons: .chainMismatch),
    Boundary(name: "expiry", reasons: .sessionExpired),
    Boundary(name: "over-limit", reasons: .overLimit),
  ]

  /// The names of the kinds that `tests` leaves out: `allow`, and those of the boundaries.
  static func missing(in tests: [InlineTest]) -> [String] {
    let allow = tests.contains(where: \.expectsAllow) ? [] : ["allow"]
    return allow
      + boundaries.filter { boundary in !tests.contains { $0.shows(boundary.reasons) } }.map(\.name)
  }

  /// What `tests` leaves out, as problems of the capability on `line`.
  ///
  /// A test that fails is a problem of its own, so here it counts as present.
  static func problems(_ name: String, line: Int, tests: [InlineTest], hasMaxValue: Bool) -> [PolicyProblem] {
    var problems: [PolicyProblem] = []
    if !tests.contains(where: \.expectsAllow) {
      problems.append(
        PolicyProblem(
          line: line,
          message: "\(quoted(name)) is active without an allow test: expected one with `expect: allow`"))
    }
    for boundary in boundaries where !tests.contains(where: { $0.shows(boundary.reasons) }) {
      let words = boundary.reasons.names.joined(separator: " or ")
      var message =
        "\(quoted(name)) is active without a deny test for \(boundary.name): expected one with `because:` \(words)"
      if boundary.reasons == .overLimit && !hasMaxValue {
        message += ", and a `maxValueUsd` that it can pass"
      }
      problems.append(PolicyProblem(line: line, message: message))
    }
    return problems
  }
}

extension InlineTest {
  fileprivate func shows(_ reasons: Reasons) -> Bool {
    guard !expectsAllow, let because else { return false }
    return !because.isDisjoint(with: reasons)
  }
}
