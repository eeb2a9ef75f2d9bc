/// How bad an incident is: P1 is the worst.
package enum Severity: Int, CaseIterable, Hashable, Comparable, Sendable {
  case p1 = 1
  case p2
  case p3
  case p4

  /// `P1` … `P4`.
  package var word: String { "P\(rawValue)" }

  /// One level worse; P1 stays P1.
  package var raised: Severity { Severity(rawValue: rawValue - 1) ?? .p1 }

  /// The milder is less: P4 < P1.
  package static func < (a: Severity, b: Severity) -> Bool { a.rawValue > b.rawValue }
}

/// The four steps, in the order that they keep (design, the incident sequence).
package enum IncidentStep: String, CaseIterable, Hashable, Comparable, Sendable {
  case revoke
  case tighten
  case verify
  case notice

  /// 0 … 3.
  package var place: Int { IncidentStep.allCases.firstIndex(of: self) ?? 0 }

  package static func < (a: IncidentStep, b: IncidentStep) -> Bool { a.place < b.place }
}

package enum IncidentRole: String, CaseIterable, Hashable, Sendable {
  /// Decides what is done; there is one at a time, and it changes hands only by being taken.
  case commander
  /// Keeps the timeline.
  case scribe
  /// Speaks to users and others.
  case comms
  /// The second person, never the commander.
  case approver
}

/// Lengths of texts, in code points; all but names and ids may hold any character.
package enum IncidentLimits {
  package static let title = 256
  package static let reason = 1024
  package static let note = 4096
  package static let brief = 16_384
  /// The text of a notice.
  package static let notice = 32_768
  /// Enforcement points that one verification may name.
  package static let points = 256
}
