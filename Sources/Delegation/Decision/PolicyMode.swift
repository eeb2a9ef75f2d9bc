/// How tightly the policy is held; the tightest mode whose scope matches wins.
package enum PolicyMode: String, CaseIterable, Hashable, Comparable, Sendable {
  case normal
  case guarded
  case denyFirst
  case lockdown

  package var tightness: Int {
    switch self {
    case .normal: 0
    case .guarded: 1
    case .denyFirst: 2
    case .lockdown: 3
    }
  }

  /// The mode of this tightness; nil where there is none.
  package init?(tightness: Int) {
    guard let mode = PolicyMode.allCases.first(where: { $0.tightness == tightness }) else { return nil }
    self = mode
  }

  package static func < (a: PolicyMode, b: PolicyMode) -> Bool { a.tightness < b.tightness }
}
