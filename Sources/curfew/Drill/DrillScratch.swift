import AuditTrail
import Delegation
import IncidentResponse
import SessionStore

/// One run on a store of its own: three connections as enforcement points, and the trouble that a real store can be put
/// into.
struct DrillScratch {
  private let folder: ScratchFolder
  private let keys: KeyFolder
  private let clock: JumpingDrillClock

  static func run(
    _ id: DrillScenarioID, fault: DrillFault, number: Int, from start: Timestamp, keys count: Int
  ) throws -> DrillRun {
    let folder = try ScratchFolder(named: "curfew-drill")
    defer { folder.remove() }
    return try DrillScratch(folder, from: start).run(
      fault, "DRILL-SCRATCH-\(id.rawValue)-\(number)", keys: count)
  }

  private init(_ folder: ScratchFolder, from start: Timestamp) {
    self.folder = folder
    keys = KeyFolder(path: "\(folder.path)/keys", random: Surroundings.random)
    clock = JumpingDrillClock(at: start)
  }

  private func run(_ fault: DrillFault, _ drill: String, keys count: Int) throws -> DrillRun {
    let store = try open()
    defer { store.close() }
    let commit = DrillCommit()
    var around = CanaryStage.Surroundings(
      drill: drill, store: store, acting: try person("first", in: store), clock: clock)
    around.keys = count
    if fault == .approverMissing { around.deputy = try addDeputies(to: store, by: around.acting) }
    if fault == .primaryPathDown {
      let console = try open()
      console.close()
      around.primary = console
    }
    var connections: [any SessionStore] = []
    defer { for connection in connections { connection.close() } }
    for place in 0..<3 { connections.append(try open(fault, place)) }
    let points = zip(["gateway-a", "gateway-b", "gateway-c"], connections).map { name, connection in
      ConnectionPoint(name, on: connection, records: true, commit: commit)
    }
    let stage = CanaryStage(fault, in: around, points: points, commit: commit)
    let script = DrillScript(
      toAcknowledge: nil, toPress: TimeSpan(seconds: 2), phase: TimeSpan(seconds: 0),
      quiet: TimeSpan(seconds: 2),
      longest: TimeSpan(seconds: 90))
    return try DrillEngine.run(script, variant: fault.words, on: stage, by: clock)
  }

  private func open(_ fault: DrillFault = .none, _ place: Int = 0) throws -> any SessionStore {
    var skew = TimeSpan(seconds: 0)
    if case .clockSkew(let most) = fault {
      skew = TimeSpan(milliseconds: [most.milliseconds, -most.milliseconds, 0][place])
    }
    // A point that cannot write cannot decide: as when the store is out of its reach.
    let isOffline = fault == .pointOffline && place == 2
    return try Stores.open(
      url: "\(folder.path)/drill.db", clock: { [clock, skew] in clock.now + skew },
      makeID: Surroundings.makeID,
      options: Stores.Options(isReadOnly: isOffline, keys: keys, founder: "first"))
  }

  private func person(_ name: String, in store: any SessionStore) throws -> Operator {
    Operator(name: name, key: try keys.operatorKey(name, store: store.identity.id))
  }

  /// Two more people: the one who cannot be reached, and the deputy.
  private func addDeputies(to store: any SessionStore, by first: Operator) throws -> Operator {
    for name in ["missing", "deputy"] {
      let key = try keys.makeOperatorKey(name, store: store.identity.id)
      let added = try store.addOperator(
        name, key: key, roles: [.operator, .approver], reason: "a drill's own store", by: first)
      if case .waits(let request) = added {
        _ = try store.approve(request.id, by: person("missing", in: store))
      }
    }
    return try person("deputy", in: store)
  }
}
