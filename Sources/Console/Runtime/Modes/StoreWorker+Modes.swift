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
    // What the operator saw may be behind: the store looks again in the very transaction.
    let expected: ExpectedMode = order.step == .looser ? .exactly(order.before) : .noTighter
    let outcome: Loosened<ModeReceipt>
    do throws(StoreError) {
      outcome = try store.change(
        mode: mode, scope: scope, expecting: expected, reason: order.reason, by: `operator`)
    } catch .mode(let before) {
      let now = "it is \(Words.mode(before)) by now"
      return .refused(order.step == .looser ? "\(now): choose again" : "\(now), which is tighter")
    }
    switch outcome {
    case .done(let receipt): return .done(receipt)
    case .waits(let request):
      let others = try? store.operators().filter { $0.name != request.ask.by && $0.roles.contains(.approver) }
      return .waits(request, approvers: (others ?? []).map(\.name))
    }
  }
}
