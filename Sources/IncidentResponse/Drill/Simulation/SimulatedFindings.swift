import Delegation
import PolicyEngine

/// What a simulated run has shown beside times.
struct SimulatedFindings {
  let stage: SimulatedStage
  let othersAllowed: Int
  let at: Timestamp

  var all: [DrillFinding] {
    switch stage.fault {
    case .repeatedOutOfOrder: [earliestStands]
    case .manyKeys: [everyKeyRefused]
    case .tighteningUnderLoad: [count("other requests allowed after the commit", othersAllowed)]
    case .noticeTimed: noticeFindings
    default: []
    }
  }

  private func count(_ name: String, _ count: Int) -> DrillFinding {
    DrillFinding(name: name, expected: "0", found: String(count), holds: count == 0)
  }

  private var earliestStands: DrillFinding {
    let times = stage.canaries.map { stage.store.revokedFrom($0.sessionKey) }
    let holds = times.allSatisfy { $0 == stage.committedAt }
    return DrillFinding(
      name: "earliest effective time stands", expected: "the first commit's",
      found: holds ? "the first commit's" : "another", holds: holds)
  }

  /// Only some of the keys are probed in each round: in the end each is, at each point.
  private var everyKeyRefused: DrillFinding {
    let allowed = stage.points.reduce(0) { total, point in
      total + point.probe(stage.canaries.map(stage.probe), at: at).count { $0 == .allowed }
    }
    return count("keys still allowed at the end", allowed)
  }

  /// Curfew's way drafts from facts; the other is what people type at three in the morning.
  private var noticeFindings: [DrillFinding] {
    DrillNotice.findings(
      stage.design == .store ? DrillNotice.drafted(drill: SimulatedStage.drill, at: at) : DrillNotice.typed,
      drill: SimulatedStage.drill, at: at, took: TimeSpan(seconds: 120))
  }
}
