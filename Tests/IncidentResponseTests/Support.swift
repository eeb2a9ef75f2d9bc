import Delegation
import PolicyEngine

@testable import IncidentResponse

/// SplitMix64: a failure names its seed.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func pick<T>(_ values: [T]) -> T { values[Int(next() % UInt64(values.count))] }
}

let start = Timestamp(seconds: 1_771_700_000)

func at(_ seconds: Int64) -> Timestamp { start + TimeSpan(seconds: seconds) }

let hostileText =
  "<script>alert('x')</script> & \"q\" | `code` ```\n# forged\r\n- [l](javascript:1) ![i](http://e.vil/a.png) "
  + "www.e.vil a@e.vil \u{202E}txt\u{200B} \u{1B}[31m</td></pre> {{x}} ~~s~~ *b* _i_ \\ $m$"

func opening(
  _ facts: IncidentFacts = .unknown, origin: IncidentOrigin = .hand, title: String = "keys of the router",
  isDrill: Bool = false
) -> IncidentAction {
  .opened(
    IncidentOpening(
      origin: origin, title: title, detectedAt: start, facts: facts, severity: .p2,
      isDrill: isDrill))
}

let quiet = Verification(pendingPoints: [], allowed: 0, denied: 12, isQuiet: true)

func done(_ step: IncidentStep, _ summary: String = "it is done") -> IncidentAction {
  .stepDone(step, StepResult(summary: summary, verification: step == .verify ? quiet : nil))
}

/// Events a second apart by alice, or by who stands before the action.
func events(_ actions: [IncidentAction], by names: [Int: String] = [:]) -> [IncidentEvent] {
  actions.enumerated().map { place, action in
    IncidentEvent(
      id: "e\(place)", incident: "INC-1", happenedAt: at(Int64(place)), recordedAt: at(Int64(place)),
      who: names[place] ?? "alice", action: action)
  }
}

func incident(_ actions: [IncidentAction], by names: [Int: String] = [:]) throws -> Incident {
  let events = events(actions, by: names)
  var incident = try Incident(events[0])
  for event in events.dropFirst() { _ = try incident.apply(event) }
  return incident
}

let revocation = IncidentRevocation(
  sequence: 41, target: .session(.opaque("0xSession")), sessions: 1, committedAt: at(1))
let modeChange = IncidentModeChange(
  sequence: 42, mode: .guarded, scope: Scope(chainID: 1), committedAt: at(2))

/// What a step needs before it is done.
func linked(_ step: IncidentStep) -> [IncidentAction] {
  switch step {
  case .revoke: [.revoked(revocation)]
  case .tighten: [.tightened(modeChange)]
  case .verify, .notice: []
  }
}

/// All four steps walked.
let walked: [IncidentAction] = IncidentStep.allCases.flatMap { [.stepStarted($0)] + linked($0) + [done($0)] }

func reread(_ event: IncidentEvent) throws -> IncidentEvent {
  try IncidentEvent(parseJSON(event.json.utf8))
}
