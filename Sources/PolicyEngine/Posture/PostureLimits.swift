import Delegation

/// What the checks compare with, where the policy in force does not say it.
package enum PostureLimits {
  /// The seed's rollout plan ends on day 90: what was not looked at for so long is of an earlier round.
  package static let planDays: Int64 = 90
  static let plan = TimeSpan(seconds: planDays * 86_400)
  /// The plan's steps are of 30 days: a drill is due once in each.
  static let step = TimeSpan(seconds: 30 * 86_400)
  /// The seed tracks its metrics every week.
  package static let executionDays: Int64 = 7
  /// "For high-risk flows, minutes beat hours; hours beat days" (seed, FAQ): the ends of minutes and of hours.
  static let minutes = TimeSpan(seconds: 3600)
  static let hours = TimeSpan(seconds: 86_400)
  /// An incident that needs a tight mode for longer than a day is worth a look: it may have been forgotten.
  static let tightMode = TimeSpan(seconds: 86_400)
  /// What fits on a console of 24 rows under its frame: nobody reviews a longer list of destinations at a glance.
  package static let wideDestinations = 20
  /// The seed's query: more than 3 mismatches in 30 minutes.
  static let detection = DetectionSettings.standard
  /// A hundred times the seed's: a limit that high finds nothing in practice.
  static let detectionIsOffOver: UInt64 = 300
  /// Leaves are signed a second apart, or by the next commit: what is unsigned for longer than an hour has no signer.
  static let unsigned = TimeSpan(seconds: 3600)
  /// One of two people asks, the other approves.
  static let approvers = 2
  /// In tenths of all executions: from one in ten on a denial is a part of the product, from half on the rule.
  static let deniedTenthsWarn: Int64 = 1
  static let deniedTenthsFail: Int64 = 5
}

/// How much a capability's id says of what it lets a session do.
package enum CapabilityBreadth: Hashable, Sendable {
  /// Any action: `execute`, `*`, or a part that is `*`. The seed's weak pattern.
  case generic
  /// One word: a class of actions at best, such as `swap`.
  case unspecific
  /// Names an action of a class, such as `swap.execute`.
  case specific

  /// - Parameter id: compared without regard to the case of ASCII letters.
  package init(ofID id: String) {
    let id = id.lowercased()
    let parts = id.split(separator: ".", omittingEmptySubsequences: false)
    if CapabilityBreadth.anyAction.contains(id) || parts.contains("*") {
      self = .generic
    } else {
      self = parts.count < 2 ? .unspecific : .specific
    }
  }

  private static let anyAction: Set<String> = ["execute", "all", "any"]
}
