import AuditTrail
import Delegation
import Dispatch
import SessionStore
import Synchronization

extension StoreWorker {
  /// Pages that are read at most to come to what is known.
  private static let pagesMax = 5

  func readAudit(_ effect: Effect) {
    switch effect {
    case .auditNewest(let known): newestEntries(known: known)
    case .auditOlder(let sequence):
      read(.auditOlder, on: slowReads) { store throws(StoreError) in
        .auditRead(.older(try Self.page(of: store, before: sequence), before: sequence))
      }
    case .log(let first): readLog(first)
    case .proof(let sequence): prove(sequence)
    case .verifyLog: verifyLog()
    default: break
    }
  }

  private static func page(of store: any SessionStore, before: Int64) throws(StoreError) -> AuditPage {
    let entries = try store.entries(before: before, limit: AuditList.pageRows)
    return AuditPage(
      rows: entries.map { AuditRow($0) }, reachesEnd: entries.count < AuditList.pageRows, joins: true)
  }

  /// Reads back to the newest one that is known.
  private func newestEntries(known: Int64?) {
    read(.audit, on: slowReads) { store throws(StoreError) in
      var rows: [AuditRow] = []
      for _ in 0..<(known == nil ? 1 : Self.pagesMax) {
        let page = try Self.page(of: store, before: rows.last?.sequence ?? .max)
        rows += page.rows
        if page.reachesEnd {
          return .auditRead(.newest(AuditPage(rows: rows, reachesEnd: true, joins: true)))
        }
        if let known, let last = rows.last, last.sequence <= known {
          return .auditRead(.newest(AuditPage(rows: rows, reachesEnd: false, joins: true)))
        }
      }
      return .auditRead(.newest(AuditPage(rows: rows, reachesEnd: false, joins: false)))
    }
  }

  // MARK: The head

  private func readLog(_ first: Checkpoint?) {
    read(.log, on: slowReads) { store throws(StoreError) in .logRead(try LogReading(store, since: first)) }
  }

  // MARK: Proofs

  private func prove(_ sequence: Int64) {
    read(.proof, on: slowReads) { store throws(StoreError) in
      guard let leaf = try store.leaf(sequence) else { return .proofRead(sequence, nil) }
      let reading = try LogReading(store, since: nil)
      let signedLeaves = reading.signed?.checkpoint.size ?? 0
      let key = store.logVerifier
      guard key == nil || reading.problem == nil else {
        let proof = LeafProof(
          sequence: sequence, text: leaf.text, hash: Merkle.leafHash(Array(leaf.text.utf8)),
          verdict: .broken(reading.problem ?? ""), holdsKey: reading.holdsKey)
        return .proofRead(sequence, proof)
      }
      let isCovered = UInt64(clamping: sequence) <= signedLeaves
      let evidence = isCovered ? try store.proveInclusion(of: sequence) : nil
      return .proofRead(
        sequence,
        LeafProof(
          leaf, evidence: evidence, signedLeaves: signedLeaves, key: key, holdsKey: reading.holdsKey))
    }
  }

  /// Takes long for a long log, and keeps nothing else waiting.
  private func verifyLog() {
    guard
      isVerifying.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
    else { return }
    auditReads.async { [self] in
      defer { isVerifying.store(false, ordering: .releasing) }
      do throws(StoreError) {
        mailbox.post(.logVerified(try store.verifyAudit(AuditAnchors())))
      } catch {
        mailbox.post(.loadFailed(.verifyLog, error))
      }
    }
  }
}

extension SessionStore {
  /// The key that signs the log's heads, as the store names it.
  fileprivate var logVerifier: NoteVerifierKey? {
    identity.logKey.flatMap { try? NoteVerifierKey(name: identity.origin, publicKey: $0) }
  }
}

extension LogReading {
  /// - Parameter first: what the log must have grown from; nil looks at no growth.
  fileprivate init(_ store: any SessionStore, since first: Checkpoint?) throws(StoreError) {
    let head = try store.logHead()
    var signed: Signed?
    var problem: String?
    if let key = store.logVerifier, let text = head.checkpoint {
      do throws(ProofRefusal) {
        guard let note = try? SignedNote(text.utf8) else { throw .notSigned(by: key.name) }
        let checkpoint = try OfflineVerifier.open(note, trusted: key)
        let newest = checkpoint.size > 0 ? try? store.leaf(Int64(clamping: checkpoint.size)) : nil
        signed = Signed(
          checkpoint: checkpoint, key: key.shortText, at: newest.flatMap { LeafProof.time(of: $0.text) })
        if checkpoint.size > head.size {
          problem = "\(checkpoint.size) leaves are signed, and the log has only \(head.size)"
        }
      } catch {
        problem = error.sentence
      }
    } else if store.identity.logKey == nil {
      problem = "this store was made without keys: its log is not signed"
    }
    var growth: Growth?
    if let first, let signed { growth = try Growth(of: store, from: first, to: signed.checkpoint) }
    self.init(
      size: head.size, signed: signed, problem: problem, keyProblem: store.keyProblem?.sentence,
      holdsKey: store.signsLog, growth: growth)
  }
}

extension LogReading.Growth {
  /// Computed from the proof: what the store says of itself counts for nothing.
  fileprivate init(of store: any SessionStore, from first: Checkpoint, to seen: Checkpoint) throws(StoreError)
  {
    guard seen.size >= first.size else {
      self = .broken("\(first.size) leaves were signed when this console opened, and now \(seen.size)")
      return
    }
    let evidence: ConsistencyEvidence
    do throws(StoreError) {
      evidence = try store.proveConsistency(from: first.size)
    } catch .notFound(let what) {
      self = .broken("no proof from \(first.size) leaves on: not found: \(what)")
      return
    }
    guard let key = store.logVerifier, let note = try? SignedNote(evidence.checkpoint.utf8),
      let newer = try? OfflineVerifier.open(note, trusted: key)
    else {
      self = .broken("the newest checkpoint is not signed by the log's key")
      return
    }
    let holds = MerkleProofs.verifyConsistency(
      from: first.size, first.root, to: newer.size, newer.root, path: evidence.path)
    self =
      holds
      ? .grew(from: first.size, to: newer.size)
      : .broken(ProofRefusal.notConsistent(from: first.size, to: newer.size).sentence)
  }
}
