import Digests
import Testing

@testable import AuditTrail

@Suite struct ProofFileTests {
  static let note = "log\n1\n\(CheckpointTests.root)\n\n— log AAAAAAA=\n"
  static let hash = CheckpointTests.root
  static let header = "c2sp.org/tlog-proof@v1\n"
  static let ours = "curfew/consistency-proof@v1\n"

  @Test(
    arguments: [
      ("", .badHeader(expected: "c2sp.org/tlog-proof@v1")),
      ("c2sp.org/tlog-proof@v2\nindex 0\n\n\(note)", .badHeader(expected: "c2sp.org/tlog-proof@v1")),
      ("c2sp.org/tlog-proof@v1\r\nindex 0\n\n\(note)", .badHeader(expected: "c2sp.org/tlog-proof@v1")),
      ("index 0\n\n\(note)", .badHeader(expected: "c2sp.org/tlog-proof@v1")),
      (header, .badIndex), ("\(header)\n\(note)", .badIndex), ("\(header)index \n\n\(note)", .badIndex),
      ("\(header)index 00\n\n\(note)", .badIndex), ("\(header)index 007\n\n\(note)", .badIndex),
      ("\(header)index -1\n\n\(note)", .badIndex), ("\(header)index +1\n\n\(note)", .badIndex),
      ("\(header)index  1\n\n\(note)", .badIndex), ("\(header)index 1 \n\n\(note)", .badIndex),
      ("\(header)index x\n\n\(note)", .badIndex), ("\(header)Index 1\n\n\(note)", .badIndex),
      ("\(header)index 18446744073709551616\n\n\(note)", .badIndex),
      ("\(header)index 1", .badIndex), ("\(header)extra\nindex 0\n\n\(note)", .badIndex),
      ("\(header)extra AAAA\nextra AAAA\nindex 0\n\n\(note)", .badIndex),
      ("\(header)extra AAAA\n\n\(note)", .badIndex),
      ("\(header)extra !\nindex 0\n\n\(note)", .badExtra),
      ("\(header)extra YR==\nindex 0\n\n\(note)", .badExtra),
      ("\(header)extra AAA\nindex 0\n\n\(note)", .badExtra),
      ("\(header)extra \(String(repeating: "AAAA", count: 1 << 14 + 1))\nindex 0\n\n\(note)", .badExtra),
      ("\(header)index 0\nextra AAAA\n\n\(note)", .badHash(number: 1)),
      ("\(header)index 0\n\(hash)\nAAAA\n\n\(note)", .badHash(number: 2)),
      ("\(header)index 0\n\(hash) \n\n\(note)", .badHash(number: 1)),
      ("\(header)index 0\n\(hash)\r\n\n\(note)", .badHash(number: 1)),
      ("\(header)index 0\n" + String(repeating: hash + "\n", count: 66) + "\n\(note)", .tooManyHashes),
      ("\(header)index 0\n", .noCheckpoint), ("\(header)index 0\n\(hash)\n", .noCheckpoint),
      ("\(header)index 0\n\(hash)", .noCheckpoint),
      ("\(header)index 0\n\n", .note(.noFinalNewline)), ("\(header)index 0\n\nlog\n", .note(.noSignatures)),
      ("\(header)index 0\n\n\(note)x", .note(.noFinalNewline)),
      ("\(header)index 0\n\n\(note)x\n", .note(.badSignature(line: 2))),
      (String(repeating: "x", count: 2_300_000), .tooLong),
    ] as [(String, ProofFileProblem)])
  func `a malformed inclusion proof is refused`(text: String, problem: ProofFileProblem) {
    #expect(throws: problem) { try InclusionProofFile(text.utf8) }
    #expect(!problem.expectation.isEmpty)
  }

  @Test(
    arguments: [
      ("", .badHeader(expected: "curfew/consistency-proof@v1")),
      ("\(header)\n\(note)\n\(note)", .badHeader(expected: "curfew/consistency-proof@v1")),
      (ours, .noCheckpoint), ("\(ours)\(hash)", .noCheckpoint), ("\(ours)\n", .noCheckpoint),
      ("\(ours)AAAA\n\n\(note)\n\(note)", .badHash(number: 1)),
      ("\(ours)" + String(repeating: hash + "\n", count: 66) + "\n\(note)\n\(note)", .tooManyHashes),
      ("\(ours)\n\(note)", .noCheckpoint), ("\(ours)\n\(note)\n", .note(.noFinalNewline)),
      ("\(ours)\n\(note)\(note)", .note(.badSignature(line: 2))),
      ("\(ours)\n\n\(note)\n\(note)", .noCheckpoint), ("\(ours)\n\(note)\n\n\(note)", .noCheckpoint),
      ("\(ours)\n\(note)\n\(note)x", .note(.noFinalNewline)),
      (String(repeating: "x", count: 2_300_000), .tooLong),
    ] as [(String, ProofFileProblem)])
  func `a malformed consistency proof is refused`(text: String, problem: ProofFileProblem) {
    #expect(throws: problem) { try ConsistencyProofFile(text.utf8) }
  }

  @Test(arguments: [
    "\(header)index 0\n\n\(note)", "\(header)index 18446744073709551615\n\(hash)\n\(hash)\n\n\(note)",
    "\(header)extra \nindex 5\n\n\(note)",
    "\(header)extra ZXh0cmEgaW5mb3JtYXRpb24=\nindex 10\n\(hash)\n\n\(note)",
  ])
  func `an inclusion proof is read, and written as it was`(text: String) throws {
    #expect(String(decoding: try InclusionProofFile(text.utf8).bytes, as: UTF8.self) == text)
  }

  @Test func `each part of an inclusion proof is read from its place`() throws {
    let proof = try InclusionProofFile(
      "\(Self.header)extra ZXh0cmEgaW5mb3JtYXRpb24=\nindex 10\n\(Self.hash)\n\n\(Self.note)".utf8)
    #expect(proof.index == 10 && proof.path.map(\.base64) == [Self.hash])
    #expect(proof.extra == Array("extra information".utf8))
    #expect(proof.checkpoint.bytes == Array(Self.note.utf8))
    #expect(try InclusionProofFile("\(Self.header)index 0\n\n\(Self.note)".utf8).extra == nil)
  }

  @Test(arguments: ["", "\(hash)\n", String(repeating: hash + "\n", count: 65)])
  func `a consistency proof is read, and written as it was`(hashes: String) throws {
    let newer = Self.note.replacing("log\n1\n", with: "log\n2\n")
    let text = "\(Self.ours)\(hashes)\n\(Self.note)\n\(newer)"
    let proof = try ConsistencyProofFile(text.utf8)
    #expect(String(decoding: proof.bytes, as: UTF8.self) == text)
    #expect(proof.older.bytes == Array(Self.note.utf8) && proof.newer.bytes == Array(newer.utf8))
  }
}
