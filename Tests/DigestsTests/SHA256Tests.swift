import Testing

@testable import Digests

@Suite struct SHA256Tests {
  /// FIPS 180-4's examples, as NIST publishes them, and the longest one of RFC 6234.
  static let published: [(message: String, digest: String)] = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ]

  @Test(arguments: published)
  func `a published message has its published digest`(message: String, digest: String) {
    #expect(SHA256.hex(message.utf8) == digest)
    #expect(SHA256.hash(Array(message.utf8)).count == SHA256.byteCount)
  }

  @Test(arguments: published, [1, 63, 64, 65, 999])
  func `a message in pieces has the digest of the whole`(
    row: (message: String, digest: String), piece: Int
  ) {
    let bytes = Array(row.message.utf8)
    var stream = SHA256.Stream()
    for start in stride(from: 0, to: bytes.count, by: piece) {
      stream.update(bytes[start..<min(start + piece, bytes.count)])
    }
    let digest = stream.finish()
    #expect(Hex.encode(digest) == row.digest)
  }

  @Test func `bytes without contiguous storage are hashed all the same`() {
    #expect(SHA256.hash("abc".utf8.reversed().lazy.map { $0 }) == SHA256.hash(Array("cba".utf8)))
    var stream = SHA256.Stream()
    stream.update("cba".utf8.reversed())
    let digest = stream.finish()
    #expect(digest == SHA256.hash("abc".utf8))
  }

  @Test func `many tasks may hash at once`() async {
    let digests = await withTaskGroup(of: (Int, String).self) { group in
      for index in 0..<64 { group.addTask { (index, SHA256.hex("abc \(index % 4)".utf8)) } }
      return await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
    }
    for index in 0..<64 { #expect(digests[index] == SHA256.hex("abc \(index % 4)".utf8)) }
    #expect(Set(digests.values).count == 4)
  }
}
