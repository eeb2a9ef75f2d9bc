import Digests
import Testing

@testable import AuditTrail

@Suite struct CheckpointTests {
  /// The text of the example of https://c2sp.org/tlog-checkpoint.
  static let example = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
  static let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

  @Test(
    arguments: [
      ("", .badOrigin), ("log", .badOrigin), ("\n1\n\(root)\n", .badOrigin),
      ("l\rog\n1\n\(root)\n", .badOrigin),
      ("log\n", .badSize), ("log\n1", .badSize), ("log\n\n\(root)\n", .badSize),
      ("log\n01\n\(root)\n", .badSize),
      ("log\n00\n\(root)\n", .badSize), ("log\n-1\n\(root)\n", .badSize), ("log\n+1\n\(root)\n", .badSize),
      ("log\n 1\n\(root)\n", .badSize), ("log\n1 \n\(root)\n", .badSize), ("log\n1.0\n\(root)\n", .badSize),
      ("log\n0x1\n\(root)\n", .badSize), ("log\n١\n\(root)\n", .badSize),
      ("log\n18446744073709551616\n\(root)\n", .badSize),
      ("log\n99999999999999999999999\n\(root)\n", .badSize),
      ("log\n1\n", .badRoot), ("log\n1\n\(root)", .badRoot), ("log\n1\n\n", .badRoot),
      ("log\n1\n\(root.dropLast())\n", .badRoot), ("log\n1\n\(root) \n", .badRoot),
      ("log\n1\nAAAA\n", .badRoot), ("log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n", .badRoot),
      ("log\n1\n\(root)\r\n", .badRoot), ("log\n1\n\(root)\n\n", .badExtension),
      ("log\n1\n\(root)\nmore", .badExtension), ("log\n1\n\(root)\na\n\nb\n", .badExtension),
      ("log\n1\n\(root)\na\tb\n", .badExtension),
    ] as [(String, CheckpointProblem)])
  func `a malformed checkpoint is refused`(text: String, problem: CheckpointProblem) {
    #expect(throws: problem) { try Checkpoint(noteText: text) }
    #expect(!problem.expectation.isEmpty)
  }

  @Test func `what is no line cannot be an origin or an extension`() {
    for line in ["", "a\nb", "a\n", "\t"] {
      #expect(throws: CheckpointProblem.badOrigin) { try Checkpoint(origin: line, size: 1, root: strayHash) }
      #expect(throws: CheckpointProblem.badExtension) {
        try Checkpoint(origin: "log", size: 1, root: strayHash, extensions: ["fine", line])
      }
    }
  }

  @Test func `an origin that is no key's name is read, and not signed`() throws {
    let checkpoint = try Checkpoint(origin: "a log + more", size: 1, root: strayHash)
    #expect(try Checkpoint(noteText: checkpoint.noteText) == checkpoint)
    let key = try SignedNoteTests.goKey()
    #expect(throws: NoteProblem.badKeyName) { try checkpoint.signed(by: key) }
  }

  @Test func `the specification's checkpoint is read, and written as it was`() throws {
    let checkpoint = try Checkpoint(noteText: Self.example)
    #expect(checkpoint.origin == "example.com/behind-the-sofa" && checkpoint.size == 20_852_163)
    #expect(checkpoint.root.base64 == Self.root && checkpoint.extensions == [])
    #expect(checkpoint.noteText == Self.example)
  }

  @Test(arguments: [0, 1, 9, 10, 1 << 32, .max] as [UInt64], [[], ["one"], ["one", "two  words", "ünï"]])
  func `every size and extension comes back as it was`(size: UInt64, extensions: [String]) throws {
    let checkpoint = try Checkpoint(origin: "log", size: size, root: strayHash, extensions: extensions)
    #expect(try Checkpoint(noteText: checkpoint.noteText) == checkpoint)
    #expect(checkpoint.noteText.utf8.count { $0 == 0x0A } == 3 + extensions.count)
  }

  @Test func `checkpoints that differ in one thing differ`() throws {
    let checkpoint = try Checkpoint(origin: "log", size: 1, root: strayHash)
    for other in [
      try Checkpoint(origin: "lög", size: 1, root: strayHash),
      try Checkpoint(origin: "log", size: 2, root: strayHash),
      try Checkpoint(origin: "log", size: 1, root: Merkle.emptyRoot),
      try Checkpoint(origin: "log", size: 1, root: strayHash, extensions: ["x"]),
    ] {
      #expect(other != checkpoint)
    }
  }

  @Test func `a log signs its checkpoint under its origin`() throws {
    let key = try SignedNoteTests.goKey()
    let checkpoint = try Checkpoint(origin: "curfew.example/log", size: 8, root: strayHash)
    let note = try checkpoint.signed(by: key)
    #expect(note.isSigned(by: try NoteVerifierKey(name: "curfew.example/log", publicKey: key.publicKey)))
    #expect(try Checkpoint(noteText: note.text) == checkpoint)
  }
}
