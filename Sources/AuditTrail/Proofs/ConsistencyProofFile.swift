/// A file that shows to anyone who has the log's key, offline, that a log only grew between two checkpoints.
///
/// A format of our own, after https://c2sp.org/tlog-proof: the header, the path's hashes one a line in base 64
/// in the order of RFC 9162, section 2.1.4.1, an empty line, the older signed checkpoint, an empty line, and
/// the newer one. Since a checkpoint has one empty line, above its signatures, the file has four.
package struct ConsistencyProofFile: Sendable {
  package static let header = "curfew/consistency-proof@v1"

  package let path: [MerkleHash]
  package let older: SignedNote
  package let newer: SignedNote

  package init(path: [MerkleHash], older: SignedNote, newer: SignedNote) {
    self.path = path
    self.older = older
    self.newer = newer
  }

  /// Reads a whole file, strictly: base 64 in its one spelling, LF after every line. Nothing is verified.
  package init(_ bytes: some Collection<UInt8>) throws(ProofFileProblem) {
    guard bytes.count <= ProofFile.maximumByteCount else { throw .tooLong }
    var lines = LineReader(Array(bytes)[...])
    guard let first = lines.line(), first.elementsEqual(Self.header.utf8) else {
      throw .badHeader(expected: Self.header)
    }
    let path = try ProofFile.readHashes(&lines)
    let older = try Self.takeNote(&lines)
    self.init(path: path, older: older, newer: try ProofFile.readNote(lines.rest))
  }

  /// As ``init(_:)`` reads it.
  package var bytes: [UInt8] {
    Array((Self.header + "\n" + ProofFile.hashLines(path) + "\n").utf8) + older.bytes + [0x0A] + newer.bytes
  }

  /// Takes the older checkpoint, up to the second empty line from here, and that line.
  private static func takeNote(_ lines: inout LineReader) throws(ProofFileProblem) -> SignedNote {
    let start = lines.rest
    var emptyLines = 0
    while let line = lines.line() {
      guard line.isEmpty else { continue }
      emptyLines += 1
      if emptyLines == 2 { return try ProofFile.readNote(start[..<line.startIndex]) }
    }
    throw .noCheckpoint
  }
}
