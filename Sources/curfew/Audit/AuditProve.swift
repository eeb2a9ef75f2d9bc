import ArgumentParser
import AuditTrail
import Delegation
import Glibc
import SessionStore
import Terminal

struct AuditCheckpoint: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Print the newest signed checkpoint, or append it to a witness file.",
    discussion: """
      A checkpoint kept on another machine catches a store that was rolled back or forked.

      Example:
        curfew audit checkpoint --to /mnt/usb/witness
      """)

  @Option(help: ArgumentHelp("Append it to this file.", valueName: "file"))
  var to: String?

  @OptionGroup var store: StoreOptions

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    try store.signHead()
    guard let note = try store.logHead().checkpoint else {
      throw Failure("no head of this store's log is signed yet: no process with its key has written")
    }
    let output = Output()
    if let to {
      try WitnessFile.append(note, at: Surroundings.now(), to: to)
      try output.line("appended to \(to)")
    } else {
      try output.verbatim(note)
    }
    try output.flush()
  }
}

struct AuditKey: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Print the key that verifies the log's checkpoints.")

  @OptionGroup var store: StoreOptions

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    guard let key = store.identity.logKey,
      let verifier = try? NoteVerifierKey(name: store.identity.origin, publicKey: key)
    else { throw Failure("this store was made without keys: its log is not signed") }
    let output = Output()
    try output.line(SafeText(verifier.text))
    try output.flush()
  }
}

struct AuditProve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Write a proof that the log has a leaf, or that it only grew since a checkpoint.",
    discussion: """
      A leaf's proof is two files: NAME.leaf, the line that was logged, and NAME.tlog-proof (c2sp.org/tlog-proof).
      Who has the log's key checks them without the store: curfew audit check.

      Examples:
        curfew audit prove --leaf 12 --to evidence
        curfew audit prove --from witness --to growth
      """)

  @Option(
    help: ArgumentHelp("The leaf's sequence number, from 1, as `audit tail` shows it.", valueName: "number"))
  var leaf: Int64?

  @Option(
    help: ArgumentHelp(
      "Prove that the log only grew since the newest checkpoint of this witness file.", valueName: "file"))
  var from: String?

  @Option(help: ArgumentHelp("Name of the files, without their ending.", valueName: "name"))
  var to: String

  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard (leaf == nil) != (from == nil) else { throw ValidationError("expected --leaf or --from") }
  }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let output = Output()
    if let leaf {
      let evidence = try store.proveInclusion(of: leaf)
      let proof = InclusionProofFile(
        index: UInt64(leaf - 1), path: evidence.path, checkpoint: try ProofNote.read(evidence.checkpoint))
      try NewFile.write(Array((evidence.leaf.text).utf8), to: "\(to).leaf")
      try NewFile.write(proof.bytes, to: "\(to).tlog-proof")
      try output.line("\(to).leaf and \(to).tlog-proof: leaf \(leaf) is in the signed log")
    } else if let from, let older = try WitnessFile.read(from).last {
      let note = try ProofNote.read(older.note)
      guard let checkpoint = try? Checkpoint(noteText: note.text) else {
        throw Failure("`\(older.place)` is no checkpoint")
      }
      let evidence = try store.proveConsistency(from: checkpoint.size)
      let proof = ConsistencyProofFile(
        path: evidence.path, older: note, newer: try ProofNote.read(evidence.checkpoint))
      try NewFile.write(proof.bytes, to: "\(to).consistency-proof")
      try output.line("\(to).consistency-proof: from \(checkpoint.size) leaves on")
    }
    try output.flush()
  }
}

struct AuditCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a proof without a store: NAME.leaf with NAME.tlog-proof, or NAME.consistency-proof.",
    discussion: """
      Exit status: 0 when it proves what it says, 2 when it does not.

      Example:
        curfew audit check evidence --key curfew/1f2e…+…
      """)

  @Argument(help: "Name of the files, without their ending.")
  var name: String

  @Option(help: ArgumentHelp("The log's key, as `curfew audit key` prints it.", valueName: "key"))
  var key: String

  func run() throws {
    let key = try LogKeyArgument.read(key)
    let output = Output()
    do {
      if access("\(name).consistency-proof", F_OK) == 0 {
        let proof = try InputSource.contents(of: "\(name).consistency-proof")
        let shown = try OfflineVerifier.verify(consistency: proof, trusted: key)
        try output.line("the log of \(shown.newer.size) leaves begins with the one of \(shown.older.size)")
      } else {
        let proof = try InputSource.contents(of: "\(name).tlog-proof")
        let leaf = try InputSource.contents(of: "\(name).leaf")
        let shown = try OfflineVerifier.verify(inclusion: proof, leaf: leaf, trusted: key)
        try output.line("leaf \(shown.index + 1) of the log of \(shown.checkpoint.size) leaves is just this")
      }
    } catch let refusal as ProofRefusal {
      throw Failure(refusal.sentence, status: 2)
    }
    try output.flush()
  }
}

enum ProofNote {
  static func read(_ text: String) throws -> SignedNote {
    do throws(NoteProblem) {
      return try SignedNote(text.utf8)
    } catch {
      throw Failure("a checkpoint does not read: expected \(error.expectation)")
    }
  }
}

/// A file that must not be there yet: evidence is never written over.
enum NewFile {
  static func write(_ bytes: [UInt8], to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw Failure("cannot make `\(path)`: \(systemMessage())") }
    defer { close(file) }
    let output = Output(descriptor: file)
    try output.bytes(bytes)
    try output.flush()
  }
}
