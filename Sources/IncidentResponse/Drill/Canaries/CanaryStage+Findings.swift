package import Delegation
import SessionStore

extension CanaryStage {
  package func findings(at time: Timestamp) throws(DrillTrouble) -> [DrillFinding] {
    do throws(StoreError) {
      switch fault {
      case .repeatedOutOfOrder: return [try earliestStands()]
      case .manyKeys: return [try everyKeyRefused()]
      case .primaryPathDown: return around.primary == nil ? [] : [secondPath]
      case .approverMissing: return [try looseningWaits()]
      case .noticeTimed: return noticeFindings(at: time)
      default: return []
      }
    } catch {
      throw .failed("the drill could not be looked at: \(error.sentence)")
    }
  }

  private func earliestStands() throws(StoreError) -> DrillFinding {
    let key = canaries[0].sessionKey
    let stands = try around.store.session(key, executions: 0)?.row.revokedFrom == effectiveAt
    return DrillFinding(
      name: "earliest effective time stands", expected: "the first commit's",
      found: stands ? "the first commit's" : "another", holds: stands)
  }

  /// Only some of the keys are probed in each round.
  private func everyKeyRefused() throws(StoreError) -> DrillFinding {
    let requests = canaries.map(probe)
    var allowed = 0
    var seen = 0
    while seen < requests.count {
      let decisions = try around.store.preview(requests[seen...])
      if decisions.isEmpty { break }
      allowed += decisions.count(where: \.isAllowed)
      seen += decisions.count
    }
    return DrillFinding(
      name: "keys still allowed at the end", expected: "0 of \(requests.count)",
      found: "\(allowed) of \(seen)", holds: allowed == 0 && seen == requests.count)
  }

  private var secondPath: DrillFinding {
    DrillFinding(
      name: "second path", expected: "the policy plane, where the console is down",
      found: primaryProblem == nil ? "the console was not down" : "the policy plane",
      holds: primaryProblem != nil)
  }

  /// The revocation has waited for nobody: it is committed. What loosens must wait, and be taken on by a deputy.
  private func looseningWaits() throws(StoreError) -> DrillFinding {
    let (store, name) = (around.store, "loosening waits, and a deputy takes it on")
    let expected = "waits, then approved by a deputy"
    func found(_ words: String, holds: Bool = false) -> DrillFinding {
      DrillFinding(name: name, expected: expected, found: words, holds: holds)
    }
    _ = try store.change(mode: .guarded, scope: scope, reason: around.drill, by: around.acting)
    guard
      case .waits(let request) = try store.change(
        mode: .normal, scope: scope, reason: around.drill, by: around.acting)
    else { return found("done by one person alone") }
    guard let deputy = around.deputy else { return found("waits, and there is no deputy") }
    let approved = try store.approve(request.id, by: deputy)
    return found(
      "waits, then \(approved.state.rawValue) by a deputy", holds: approved.state == .approved)
  }

  private func noticeFindings(at time: Timestamp) -> [DrillFinding] {
    let text = DrillNotice.drafted(drill: around.drill, at: time)
    return DrillNotice.findings(text, drill: around.drill, at: time, took: around.clock.now - time)
  }
}
