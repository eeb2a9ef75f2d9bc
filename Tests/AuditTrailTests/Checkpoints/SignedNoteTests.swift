import Digests
import Testing

@testable import AuditTrail

@Suite struct SignedNoteTests {
  static let exampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
  static let exampleLine =
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
  static let example = "This is an example message.\n\n" + exampleLine

  static let goText =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
  static let goNote =
    goText
    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
  /// `PRIVATE+KEY+PeterNeumann+c74f20a3+` and this, of golang.org/x/mod/sumdb/note: a type byte and the seed.
  static let goSeed = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"

  static let line = "— witness.example/w AAAAAAA=\n"

  @Test(
    arguments: [
      ("", .noFinalNewline), ("\n", .noSignatures), ("\n\n", .noSignatures), ("text\n", .noSignatures),
      ("text\n\n", .noSignatures), ("text\n" + exampleLine, .noSignatures), (exampleLine, .noSignatures),
      ("\n" + exampleLine, .noSignatures), (String(example.dropLast()), .noFinalNewline),
      (example + "\n", .noSignatures), (example + "\njunk\n", .badSignature(line: 1)),
      (example + "junk\n", .badSignature(line: 2)), (example + line + "— \n", .badSignature(line: 3)),
      ("text\n\n- name AAAAAAA=\n", .badSignature(line: 1)),
      ("text\n\n—name AAAAAAA=\n", .badSignature(line: 1)),
      ("text\n\n— name\n", .badSignature(line: 1)), ("text\n\n— name \n", .badSignature(line: 1)),
      ("text\n\n—  name AAAAAAA=\n", .badSignature(line: 1)),
      ("text\n\n— name  AAAAAAA=\n", .badSignature(line: 1)),
      ("text\n\n— name AAAAAAA= \n", .badSignature(line: 1)),
      ("text\n\n— name AAAAAAA= x\n", .badSignature(line: 1)),
      ("text\n\n— na+me AAAAAAA=\n", .badSignature(line: 1)),
      ("text\n\n— na\u{A0}me AAAAAAA=\n", .badSignature(line: 1)),
      ("text\n\n—  AAAAAAA=\n", .badSignature(line: 1)), ("text\n\n— name AAAAAAA\n", .badSignature(line: 1)),
      // Four bytes of id with nothing after them, bits that no byte takes, and the other alphabet.
      ("text\n\n— name AAAAAA==\n", .badSignature(line: 1)),
      ("text\n\n— name AAAAAAB=\n", .badSignature(line: 1)),
      ("text\n\n— name AAAA-_A=\n", .badSignature(line: 1)),
      ("te\rxt\n\n" + line, .controlCharacter(offset: 2)),
      ("text\r\n\r\n" + line, .controlCharacter(offset: 4)),
      ("text\n\n— name AAAAAAA=\r\n", .controlCharacter(offset: 23)),
      ("te\txt\n\n" + line, .controlCharacter(offset: 2)),
      ("te\0xt\n\n" + line, .controlCharacter(offset: 2)),
      ("text\n\n" + String(repeating: line, count: 101), .tooManySignatures),
      (String(repeating: "x", count: 1 << 20) + "\n\n" + line, .tooLong),
    ] as [(String, NoteProblem)])
  func `a malformed note is refused`(text: String, problem: NoteProblem) {
    #expect(throws: problem) { try SignedNote(text.utf8) }
    #expect(!problem.expectation.isEmpty)
  }

  @Test(arguments: [[0xff], [0xc3], [0xc0, 0x8a], [0xed, 0xa0, 0x80]] as [[UInt8]])
  func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
    #expect(throws: NoteProblem.notUTF8) { try SignedNote(bytes + Array(("\n\n" + Self.line).utf8)) }
    #expect(throws: NoteProblem.notUTF8) {
      try SignedNote(Array("text\n\n— ".utf8) + bytes + Array(" AAAAAAA=\n".utf8))
    }
  }

  @Test func `the published note with any one bit flipped is refused`() throws {
    let key = try NoteVerifierKey(Self.exampleKey)
    let bytes = Array(Self.example.utf8)
    for bit in 0..<bytes.count * 8 {
      let flipped = changed(bytes) { $0[bit / 8] ^= 1 << UInt8(bit % 8) }
      let isSigned = (try? SignedNote(flipped))?.isSigned(by: key) ?? false
      #expect(!isSigned, "bit \(bit)")
    }
  }

  @Test func `a signature of the key's name and id that is wrong refuses the note, beside a right one too`()
    throws
  {
    let key = try NoteVerifierKey(Self.exampleKey)
    let wrong = Self.exampleLine.replacing("Uw2QOkn8", with: "Uw2QOkn9")
    let short = "— example.com/foo Uw2QOkk=\n"
    for lines in [wrong, short, wrong + Self.exampleLine, Self.exampleLine + wrong, Self.exampleLine + short]
    {
      let note = try SignedNote(("This is an example message.\n\n" + lines).utf8)
      #expect(!note.isSigned(by: key), "\(lines)")
    }
  }

  @Test func `a key of another name, or another key of the name, has not signed`() throws {
    let key = try NoteVerifierKey(Self.exampleKey)
    let note = try SignedNote(Self.example.utf8)
    let renamed = try NoteVerifierKey(name: "example.com/bar", publicKey: key.publicKey)
    let other = try NoteVerifierKey(name: key.name, publicKey: Self.goKey().publicKey)
    for stranger in [renamed, other] {
      #expect(!note.isSigned(by: stranger))
      #expect(note.signatures(by: stranger).isEmpty)
    }
  }

  @Test(
    arguments: [
      ("", "key", .noFinalNewline), ("text", "key", .noFinalNewline),
      ("te\rxt\n", "key", .controlCharacter(offset: 2)),
      ("text\n", "", .badKeyName), ("text\n", "a key", .badKeyName), ("text\n", "a+key", .badKeyName),
      (String(repeating: "\n", count: 1 << 20), "key", .tooLong),
    ] as [(String, String, NoteProblem)])
  func `what could not be read back is not signed`(text: String, name: String, problem: NoteProblem) throws {
    let key = try Self.goKey()
    #expect(throws: problem) { try SignedNote.signing(text, as: name, with: key) }
  }

  @Test func `the specification's note is signed by its key`() throws {
    let key = try NoteVerifierKey(Self.exampleKey)
    let note = try SignedNote(Self.example.utf8)
    #expect(note.text == "This is an example message.\n")
    #expect(note.isSigned(by: key))
    #expect(note.signatures(by: key).map(\.keyID) == [0x530d_903a])
    #expect(note.bytes == Array(Self.example.utf8))
  }

  @Test func `Go's text is signed to Go's note, byte for byte`() throws {
    let key = try Self.goKey()
    let note = try SignedNote.signing(Self.goText, as: "PeterNeumann", with: key)
    #expect(String(decoding: note.bytes, as: UTF8.self) == Self.goNote)
    #expect(note.isSigned(by: try NoteVerifierKey(NoteVerifierKeyTests.published[2].2)))
  }

  @Test func `a hundred signatures are read, and those of unknown keys neither help nor harm`() throws {
    let key = try NoteVerifierKey(Self.exampleKey)
    // The name alone, and the id alone, are another key's.
    let sameName = "— example.com/foo AAAAAAA=\n"
    let sameID = "— example.com/bar Uw2QOkk=\n"
    let lines = String(repeating: Self.line, count: 97) + sameName + sameID
    let unsigned = try SignedNote(("This is an example message.\n\n" + lines).utf8)
    #expect(unsigned.signatures.count == 99 && !unsigned.isSigned(by: key))
    let signed = try SignedNote(("This is an example message.\n\n" + lines + Self.exampleLine).utf8)
    #expect(signed.signatures.count == 100 && signed.isSigned(by: key))
    #expect(signed.bytes == Array(("This is an example message.\n\n" + lines + Self.exampleLine).utf8))
  }

  @Test(arguments: ["\n", "\n\n\n", "a\n\nb\n", "a\n\n", "a\n\n— x AAAAAAA=\n", "— ünï\u{301} ∎\u{7F}\n"])
  func `a text with empty lines and any letters comes back as it was`(text: String) throws {
    let key = try Self.goKey()
    let note = try SignedNote(SignedNote.signing(text, as: "PeterNeumann", with: key).bytes)
    #expect(Array(note.text.utf8) == Array(text.utf8))
    #expect(note.isSigned(by: try NoteVerifierKey(name: "PeterNeumann", publicKey: key.publicKey)))
  }

  static func goKey() throws -> Ed25519.PrivateKey {
    try Ed25519.PrivateKey(seed: Array(Base64.decode(goSeed).dropFirst()))
  }
}
