import Delegation
import Dispatch
import IncidentResponse
import SessionStore
import Synchronization

/// Calls the store off the console's thread. Writes have a queue of their own: a revocation never waits for a list.
final class StoreWorker: Sendable {
  let store: any SessionStore
  let `operator`: Operator
  let mailbox: Mailbox
  private let reads = DispatchQueue(label: "curfew.console.reads")
  /// What takes long keeps no list waiting.
  /// A point that does not answer keeps nothing else waiting.
  let boardReads = DispatchQueue(label: "curfew.console.boardReads")
  /// One verification of the log at a time, which may take minutes.
  let auditReads = DispatchQueue(label: "curfew.console.auditReads")
  let isVerifying = Atomic(false)
  let slowReads = DispatchQueue(label: "curfew.console.slowReads")
  /// What a revocation waits for waits for nothing else.
  private let markedReads = DispatchQueue(label: "curfew.console.markedReads")
  /// The number of the preview that is waited for.
  let previewWanted = Atomic(0)
  let writes = DispatchQueue(label: "curfew.console.writes")
  /// A disk that is slow keeps no revocation waiting.
  private let keeps = DispatchQueue(label: "curfew.console.keeps")
  private let kept: KeptFile?

  /// Where incidents are worked on.
  var desk: IncidentDesk { IncidentDesk(store: store, operator: `operator`) }

  init(store: any SessionStore, operator: Operator, mailbox: Mailbox, kept: KeptFile? = nil) {
    self.kept = kept
    self.store = store
    self.operator = `operator`
    self.mailbox = mailbox
  }

  func list(_ query: SessionQuery) {
    read(.list) { store throws(StoreError) in .listed(query, try store.list(query)) }
  }

  /// Takes seconds for a million sessions; nobody waits for it.
  func prepareSearch() {
    DispatchQueue.global(qos: .utility).async { [store] in _ = try? store.prepareSearch() }
  }

  func overview() {
    read(.overview) { store throws(StoreError) in .overviewed(try store.overview()) }
  }

  func detail(_ key: Identifier, executions: Int) {
    read(.detail) { store throws(StoreError) in
      .detailed(key, try store.session(key, executions: executions))
    }
  }

  func approvals() {
    read(.approvals) { store throws(StoreError) in .approvalsListed(try store.approvals(limit: 1000)) }
  }

  func why(_ sequence: Int64) {
    read(.why, on: slowReads) { store throws(StoreError) in
      guard let record = try store.execution(sequence) else { return .whyRead(sequence, nil) }
      let history = try store.history(of: record.request.sessionKey, around: sequence)
      return .whyRead(sequence, WhyAnswer(record, in: history))
    }
  }

  func drills() {
    read(.drills, on: slowReads) { store throws(StoreError) in
      .drillsListed(try store.drills().reversed().map { DrillRecord($0) })
    }
  }

  func policy() {
    read(.policy) { store throws(StoreError) in .policyRead(try PolicyReading(store)) }
  }

  func posture() {
    read(.posture, on: slowReads) { store throws(StoreError) in .postureRead(try store.posture()) }
  }

  /// Approves or denies what another operator asked for.
  func answer(_ answer: ApprovalAnswer) {
    writes.async { [self] in
      do throws(StoreError) {
        let request =
          if let denial = answer.denial {
            try store.deny(answer.request, reason: denial, by: `operator`)
          } else {
            try store.approve(answer.request, by: `operator`)
          }
        // Approved is approved: the timeline catches up later where it cannot now.
        if request.text != nil, answer.denial == nil { try? notices.settle(request.target) }
        mailbox.post(.answered(answer, .done(request)))
      } catch {
        mailbox.post(.answered(answer, .refused(error.sentence)))
      }
    }
  }

  func risk(_ key: Identifier) {
    read(.risk) { store throws(StoreError) in .explained(key, try store.risk(of: key)) }
  }

  func alerts(_ query: AlertQuery) {
    read(.alerts) { store throws(StoreError) in .alertsListed(query, try store.alerts(query)) }
  }

  func metrics(_ question: MetricsQuestion) {
    read(.metrics, on: slowReads) { store throws(StoreError) in .measured(try MetricsReport(question, store))
    }
  }

  func act(_ action: AlertAction, on alert: Int64, reason: String) {
    writes.async { [store, mailbox, `operator`] in
      do throws(StoreError) {
        let outcome = try store.act(action, on: alert, reason: reason, by: `operator`)
        mailbox.post(.alertActed(alert, action, outcome))
      } catch {
        mailbox.post(.alertFailed(alert, action, error))
      }
    }
  }

  func revoke(_ key: Identifier, reason: String) {
    writes.async { [store, mailbox, `operator`] in
      do throws(StoreError) {
        let order = RevocationOrder(sessionKey: key, reason: reason)
        mailbox.post(.revoked(try store.revoke(order, by: `operator`)))
      } catch {
        mailbox.post(.revokeFailed(key, error))
      }
    }
  }

  /// As many of them as make one commit.
  func revoke(_ keys: [Identifier], reason: String) {
    writes.async { [store, mailbox, `operator`] in
      do throws(StoreError) {
        mailbox.post(.revokedMany(try store.revoke(keys[...], reason: reason, by: `operator`)))
      } catch {
        mailbox.post(.revokeManyFailed(keys, error))
      }
    }
  }

  func marked(_ keys: [Identifier]) {
    read(.marked, on: markedReads) { store throws(StoreError) in .markedRead(keys, try store.rows(of: keys)) }
  }

  func groups(_ query: GroupQuery) {
    read(.groups) { store throws(StoreError) in .groupsRead(query, try store.groups(query)) }
  }

  func describe(_ subject: JSONSubject, _ use: JSONUse, _ description: JSONDescription?) {
    read(.json, on: slowReads) { store throws(StoreError) in
      guard let description else { return .described(subject, use, .refused("nothing here makes JSON")) }
      guard let json = try description(subject, store) else {
        return .described(subject, use, .refused("the store has nothing of the kind"))
      }
      return .described(subject, use, PrettyJSON.text(json).map { .text($0) } ?? .refused("it is no JSON"))
    }
  }

  func matching(_ filter: SessionFilter) {
    read(.matching, on: slowReads) { store throws(StoreError) in
      let query = SessionQuery(filter: filter, window: .from(0), limit: Marks.max)
      return .matchingRead(filter, try store.list(query))
    }
  }

  func reinstate(_ key: Identifier, revocationID: String, reason: String) {
    writes.async { [store, mailbox, `operator`] in
      do throws(StoreError) {
        let result = try store.reinstate(key, revocationID: revocationID, reason: reason, by: `operator`)
        mailbox.post(.reinstated(key, result))
      } catch {
        mailbox.post(.reinstateFailed(key, error))
      }
    }
  }

  /// Waits for writes that were asked for: quitting right after `X` must not lose it.
  func finishWrites() {
    writes.sync {}
    keeps.sync {}
  }

  func keep(_ change: KeptChange) {
    guard let kept else { return }
    keeps.async { [mailbox] in
      do throws(KeptFile.Failure) {
        guard let aside = try kept.keep(change) else { return }
        mailbox.post(.reported("the damaged `\(kept.path)` is now `\(aside)`", isError: true))
      } catch {
        mailbox.post(.reported("not kept: \(error.sentence)", isError: true))
      }
    }
  }

  func read(
    _ load: Load, on queue: DispatchQueue? = nil,
    _ body: @escaping @Sendable (any SessionStore) throws(StoreError) -> Event
  ) {
    (queue ?? reads).async { [store, mailbox] in
      do throws(StoreError) {
        mailbox.post(try body(store))
      } catch {
        mailbox.post(.loadFailed(load, error))
      }
    }
  }
}
