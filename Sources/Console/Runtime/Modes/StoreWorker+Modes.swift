import AuditTrail
import Delegation
import Dispatch
import PolicyEngine
import SessionStore

extension StoreWorker {
  func scopes(of key: Identifier) {
    read(.scopes) { store throws(StoreError) in .scopesRead(key, try store.session(key, executions: 0)?.row) }
  }

  /// Sets a mode, or asks for a looser one.
  func set(_ order: ModeOrder) {
    writes.async { [self] in
      do throws(StoreError) {
        mailbox.post(.modeSet(order, try outcome(of: order)))
      } catch {
        mailbox.post(.modeSet(order, .refused(error.sentence)))
      }
    }
  }

  private func outcome(of order: ModeOrder) throws(StoreError) -> ModeOutcome {
    let (mode, scope) = (order.candidate.mode, order.candidate.scope)
    // What the operator saw may be behind: another one may have changed it.
    let before = try store.modes().mode(of: scope)
    let now = "it is \(Words.mode(before)) by now"
    switch ModeStep(from: before, to: mode) {
    case .same: return .refused("\(now) already")
    case .looser where order.step != .looser:
      return .refused("\(now), which is tighter: nothing was changed")
    case .looser where order.before != before: return .refused("\(now): choose again")
    case .looser, .tighter: break
    }
    switch try store.change(mode: mode, scope: scope, reason: order.reason, by: `operator`) {
    case .done(let receipt): return .done(receipt)
    case .waits(let request):
      let others = try? store.operators().filter { $0.name != request.ask.by && $0.roles.contains(.approver) }
      return .waits(request, approvers: (others ?? []).map(\.name))
    }
  }
}
