import Digests
import Testing

@testable import AuditTrail

@Suite struct NoteVerifierKeyTests {
  /// The example of https://c2sp.org/signed-note, and the key of the Go module checksum database.
  static let published = [
    (
      "example.com/foo", UInt32(0x530d_903a),
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    ),
    ("sum.golang.org", 0x033d_e0ae, "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"),
    ("PeterNeumann", 0xc74f_20a3, "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
  ]

  static let key = "AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"

  @Test(
    arguments: [
      ("", .notThreeParts), ("example.com/foo", .notThreeParts), ("example.com/foo+530d903a", .notThreeParts),
      ("example.com/foo+530d903b+\(key)", .wrongID(expected: "530d903a")),
      ("example.com/foo+530D903A+\(key)", .wrongID(expected: "530d903a")),
      ("example.com/foo+30d903a+\(key)", .wrongID(expected: "530d903a")),
      ("example.com/foo+0530d903a+\(key)", .wrongID(expected: "530d903a")),
      ("example.com/foo++\(key)", .wrongID(expected: "530d903a")),
      ("example.com/foo+530d903a+", .badKey),
      ("example.com/foo+530d903a+\(key.dropLast(4))", .badKey),
      ("example.com/foo+530d903a+\(key)AAAA", .badKey),
      ("example.com/foo+530d903a+\(key)\n", .badKey),
      ("example.com/foo+530d903a+ \(key)", .badKey),
      // A point of small order: anyone can sign for it.
      ("example.com/foo+530d903a+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", .badKey),
      // The type of a witness's cosignature.
      ("example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", .unknownType(4)),
      ("+530d903a+\(key)", .badName), ("example.com foo+530d903a+\(key)", .badName),
    ] as [(String, NoteKeyProblem)])
  func `a malformed key is refused`(text: String, problem: NoteKeyProblem) {
    #expect(throws: problem) { try NoteVerifierKey(text) }
    #expect(!problem.expectation.isEmpty)
  }

  @Test(arguments: [
    "", " ", "a b", "a+b", "a\u{A0}b", "a\u{2003}b", "a\u{3000}b", "a\nb", "a\tb", "a\u{1}b", "a\u{7F}b",
    "a\u{9B}b",
  ])
  func `a name with white space, plus or controls is refused`(name: String) throws {
    let publicKey = try NoteVerifierKey(Self.published[0].2).publicKey
    #expect(throws: NoteKeyProblem.badName) { try NoteVerifierKey(name: name, publicKey: publicKey) }
  }

  @Test(arguments: published)
  func `a published key is read, and written as it was`(name: String, id: UInt32, text: String) throws {
    let key = try NoteVerifierKey(text)
    #expect(key.name == name && key.id == id)
    #expect(key.text == text)
    #expect(try NoteVerifierKey(name: name, publicKey: key.publicKey) == key)
    #expect(try NoteVerifierKey(name: name + "x", publicKey: key.publicKey) != key)
  }

  @Test func `names that only look the same are names of two keys`() throws {
    let publicKey = try NoteVerifierKey(Self.published[0].2).publicKey
    let composed = try NoteVerifierKey(name: "caf\u{E9}", publicKey: publicKey)
    let decomposed = try NoteVerifierKey(name: "cafe\u{301}", publicKey: publicKey)
    #expect(composed != decomposed && composed.id != decomposed.id)
    #expect(try NoteVerifierKey(decomposed.text) == decomposed)
  }
}
