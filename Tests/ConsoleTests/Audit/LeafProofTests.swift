import AuditTrail
import Delegation
import Digests
import SessionStore
import Terminal
import Testing

@testable import Console

/// What the console proves of the log by itself, on a real store.
@Suite struct LeafProofTests {
  private static func proof(_ disk: StoreOnDisk, _ sequence: Int64) throws -> LeafProof? {
    guard case .proofRead(_, let proof)? = try disk.answers(to: .proof(sequence)).first else { return nil }
    return proof
  }

  private static func reading(_ disk: StoreOnDisk, since first: Checkpoint? = nil) throws -> LogReading {
    guard case .logRead(let reading)? = try disk.answers(to: .log(since: first)).first else {
      throw StoreError.closed
    }
    return reading
  }

  // MARK: Refused

  @Test func `a leaf that is not there is no proof`() throws {
    #expect(try Self.proof(try StoreOnDisk(), 99) == nil)
  }

  @Test func `a line that was changed does not hash to the leaf`() throws {
    let disk = try StoreOnDisk()
    let evidence = try disk.store.proveInclusion(of: 2)
    let forged = LogLeaf(
      sequence: 2, text: evidence.leaf.text.replacing("alice", with: "mallory"), hash: evidence.leaf.hash)
    let proof = LeafProof(forged, evidence: evidence, signedLeaves: 9, key: disk.key, holdsKey: true)
    guard case .broken(let sentence) = proof.verdict else {
      Issue.record("it was proved")
      return
    }
    #expect(sentence.contains("does not hash"))
  }

  /// The row and its hash were both changed: only the tree tells.
  @Test func `a line that was changed with its hash is not in the tree`() throws {
    let disk = try StoreOnDisk()
    let evidence = try disk.store.proveInclusion(of: 2)
    let text = evidence.leaf.text.replacing("alice", with: "mallory")
    let forged = LogLeaf(sequence: 2, text: text, hash: Merkle.leafHash(Array(text.utf8)))
    let proof = LeafProof(forged, evidence: evidence, signedLeaves: 9, key: disk.key, holdsKey: true)
    guard case .broken(let sentence) = proof.verdict else {
      Issue.record("it was proved")
      return
    }
    #expect(sentence.contains("the leaf is not the one at index 1"))
  }

  @Test func `a checkpoint of another key proves nothing`() throws {
    let (disk, other) = (try StoreOnDisk(), try StoreOnDisk())
    let evidence = try disk.store.proveInclusion(of: 2)
    let proof = LeafProof(evidence.leaf, evidence: evidence, signedLeaves: 9, key: other.key, holdsKey: true)
    guard case .broken(let sentence) = proof.verdict else {
      Issue.record("it was proved")
      return
    }
    #expect(sentence.contains("not signed by the trusted key"))
  }

  @Test func `a path that was cut or of another leaf proves nothing`() throws {
    let disk = try StoreOnDisk()
    let (two, three) = (try disk.store.proveInclusion(of: 2), try disk.store.proveInclusion(of: 3))
    for path in [Array(two.path.dropLast()), three.path, two.path + two.path, Array(two.path.reversed())]
    where path != two.path {
      let evidence = InclusionEvidence(leaf: two.leaf, path: path, checkpoint: two.checkpoint)
      let proof = LeafProof(two.leaf, evidence: evidence, signedLeaves: 9, key: disk.key, holdsKey: true)
      guard case .broken = proof.verdict else {
        Issue.record("it was proved by \(path)")
        continue
      }
    }
  }

  @Test func `a leaf after the latest checkpoint says that it is not signed yet`() throws {
    let disk = try StoreOnDisk()
    let leaf = try #require(try disk.store.leaf(3))
    let proof = LeafProof(leaf, evidence: nil, signedLeaves: 2, key: disk.key, holdsKey: true)
    #expect(proof.verdict == .unsigned(signedLeaves: 2))
  }

  @Test func `an account whose own key is not used proves with the public one, and is told`() throws {
    let disk = try StoreOnDisk()
    let store = try disk.openedWithLooseKey()
    defer { store.close() }
    guard case .proofRead(_, let proof?)? = try disk.answers(to: .proof(2), of: store).first,
      case .logRead(let reading)? = try disk.answers(to: .log(since: nil), of: store).first
    else {
      Issue.record("nothing was read")
      return
    }
    guard case .proved = proof.verdict else {
      Issue.record("not proved: \(proof.verdict)")
      return
    }
    #expect(reading.problem == nil)
    #expect(reading.keyProblem?.contains("others may read it") == true)
    var log = LogState()
    log.take(reading)
    let shown = LogLines.lines(log, glyphs: .ascii).first.map { "\($0)" } ?? ""
    #expect(shown.contains("others may read it"))
  }

  @Test func `a store without keys proves nothing and says so`() throws {
    let disk = try StoreOnDisk(withKeys: false)
    let proof = try #require(try Self.proof(disk, 1))
    guard case .broken(let sentence) = proof.verdict else {
      Issue.record("it was proved")
      return
    }
    #expect(sentence.contains("made without keys"))
    let reading = try Self.reading(disk)
    #expect(reading.signed == nil && !reading.holdsKey)
    #expect(reading.problem?.contains("made without keys") == true)
  }

  @Test func `a log that does not begin with what was seen first is no continuation`() throws {
    let (disk, other) = (try StoreOnDisk(), try StoreOnDisk())
    let first = try #require(try Self.reading(other).signed?.checkpoint)
    for name in ["four", "five"] {
      _ = try disk.store.change(mode: .lockdown, scope: .everything, reason: name, by: disk.alice)
    }
    guard case .broken? = try Self.reading(disk, since: first).growth else {
      Issue.record("another log was taken for a continuation")
      return
    }
    let larger = try Checkpoint(origin: first.origin, size: first.size + 90, root: first.root)
    guard case .broken(let sentence)? = try Self.reading(disk, since: larger).growth else {
      Issue.record("a log that was cut was taken for a continuation")
      return
    }
    #expect(sentence.contains("were signed when this console opened"))
  }

  // MARK: Proved

  @Test func `every leaf of the log is proved part of it`() throws {
    let disk = try StoreOnDisk()
    let size = try disk.store.logHead().size
    #expect(size >= 4)
    for sequence in 1...Int64(size) {
      let proof = try #require(try Self.proof(disk, sequence))
      guard case .proved(let path) = proof.verdict else {
        Issue.record("leaf \(sequence): \(proof.verdict)")
        continue
      }
      #expect(path.checkpoint.size == size && path.index == UInt64(sequence - 1))
      #expect(proof.fields.first { $0.name == "seq" }?.value == "\(sequence)")
    }
  }

  @Test func `an execution is proved as well`() throws {
    let disk = try StoreOnDisk()
    let request = ExecutionRequest(
      requestID: "r1", sessionKey: key(1), capability: .opaque("swap.execute"),
      destination: .opaque("0xRouterA"),
      chainID: 1, value: money(1), nonceDomain: .opaque("mobile"), nonce: 1)
    _ = try disk.store.authorize([request])
    try disk.store.signHead()
    let sequence = Int64(try disk.store.logHead().size)
    let proof = try #require(try Self.proof(disk, sequence))
    guard case .proved = proof.verdict else {
      Issue.record("\(proof.verdict)")
      return
    }
    #expect(proof.fields.contains { $0.name == "action" && $0.value == "execution" })
  }

  @Test func `a log that only grew is proved a continuation`() throws {
    let disk = try StoreOnDisk()
    let first = try #require(try Self.reading(disk).signed?.checkpoint)
    #expect(try Self.reading(disk, since: first).growth == .grew(from: first.size, to: first.size))
    _ = try disk.store.change(mode: .lockdown, scope: .everything, reason: "four", by: disk.alice)
    let reading = try Self.reading(disk, since: first)
    #expect(reading.growth == .grew(from: first.size, to: first.size + 1))
    #expect(reading.holdsKey && reading.unsigned == 0 && reading.problem == nil)
  }

  @Test func `pages of the log join without a gap, and a verification finds it sound`() throws {
    let disk = try StoreOnDisk()
    guard case .auditRead(.newest(let page))? = try disk.answers(to: .auditNewest(known: nil)).first,
      case .auditRead(.older(let older, before: 3))? = try disk.answers(to: .auditOlder(before: 3)).first,
      case .logVerified(let report)? = try disk.answers(to: .verifyLog).first
    else {
      Issue.record("no answer")
      return
    }
    #expect(page.reachesEnd && page.joins)
    #expect(page.rows.first?.reason == "three")
    #expect(older.rows.map(\.sequence) == [2, 1])
    #expect(report.isSound)
  }
}
