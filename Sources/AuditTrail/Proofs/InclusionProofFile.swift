import Digests

/// A file that shows to anyone who has the log's key, offline, that a leaf is in the log.
///
/// The `.tlog-proof` of https://c2sp.org/tlog-proof, version 1: the header, an optional `extra` line, the
/// `index` line, the path's hashes, an empty line, and the signed checkpoint. It does not hold the leaf.
package struct InclusionProofFile: Sendable {
  package static let header = "c2sp.org/tlog-proof@v1"

  /// The leaf, counted from 0.
  package let index: UInt64
  /// From the leaf's sibling up.
  package let path: [MerkleHash]
  package let checkpoint: SignedNote
  /// Data of the application's own, which nobody signed; nil when the file has no such line.
  package let extra: [UInt8]?

  package init(index: UInt64, path: [MerkleHash], checkpoint: SignedNote, extra: [UInt8]? = nil) {
    self.index = index
    self.path = path
    self.checkpoint = checkpoint
    self.extra = extra
  }

  /// Reads a whole file, strictly: numbers and base 64 in their one spelling, LF after every line. Nothing is
  /// verified.
  package init(_ bytes: some Collection<UInt8>) throws(ProofFileProblem) {
    guard bytes.count <= ProofFile.maximumByteCount else { throw .tooLong }
    var lines = LineReader(Array(bytes)[...])
    guard let first = lines.line(), first.elementsEqual(Self.header.utf8) else {
      throw .badHeader(expected: Self.header)
    }
    var line = lines.line()
    var extra: [UInt8]?
    if let digits = Self.value(of: "extra ", in: line) {
      guard digits.count <= ProofFile.maximumExtraByteCount,
        let bytes = try? Base64.decode(String(decoding: digits, as: UTF8.self))
      else { throw .badExtra }
      extra = bytes
      line = lines.line()
    }
    guard let digits = Self.value(of: "index ", in: line), let index = UInt64(plainDecimal: digits) else {
      throw .badIndex
    }
    let path = try ProofFile.readHashes(&lines)
    self.init(index: index, path: path, checkpoint: try ProofFile.readNote(lines.rest), extra: extra)
  }

  /// As ``init(_:)`` reads it.
  package var bytes: [UInt8] {
    var text = Self.header + "\n"
    if let extra { text += "extra \(Base64.encode(extra))\n" }
    text += "index \(index)\n" + ProofFile.hashLines(path) + "\n"
    return Array(text.utf8) + checkpoint.bytes
  }

  private static func value(of key: String, in line: ArraySlice<UInt8>?) -> ArraySlice<UInt8>? {
    guard let line, line.starts(with: key.utf8) else { return nil }
    return line.dropFirst(key.utf8.count)
  }
}
