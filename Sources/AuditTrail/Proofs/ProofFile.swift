/// What the proof files share: the hashes that stand one a line and end at an empty line.
enum ProofFile {
  /// A path of a tree of any size that can be counted is no longer. A consistency path may have one hash
  /// more than the tree has levels.
  static let maximumHashCount = 65
  /// Two notes of the largest size, and room for the lines before them.
  static let maximumByteCount = 2 * SignedNote.maximumByteCount + maximumExtraByteCount + 1 << 16
  /// The extra data of an inclusion proof, as base 64.
  static let maximumExtraByteCount = 1 << 16

  static func hashLines(_ hashes: [MerkleHash]) -> String {
    hashes.map { $0.base64 + "\n" }.joined()
  }

  /// Takes the lines up to the empty one, and that one.
  static func readHashes(_ lines: inout LineReader) throws(ProofFileProblem) -> [MerkleHash] {
    var hashes: [MerkleHash] = []
    while let line = lines.line() {
      if line.isEmpty { return hashes }
      guard hashes.count < maximumHashCount else { throw .tooManyHashes }
      guard let hash = MerkleHash(base64: String(decoding: line, as: UTF8.self)) else {
        throw .badHash(number: hashes.count + 1)
      }
      hashes.append(hash)
    }
    throw .noCheckpoint
  }

  static func readNote(_ bytes: ArraySlice<UInt8>) throws(ProofFileProblem) -> SignedNote {
    // A note may begin with an empty line, a checkpoint never does: here it is one too many.
    guard bytes.first != 0x0A else { throw .noCheckpoint }
    do throws(NoteProblem) {
      return try SignedNote(bytes)
    } catch {
      throw .note(error)
    }
  }
}

/// Why bytes are no proof file.
package enum ProofFileProblem: Error, Hashable, Sendable {
  case tooLong
  /// The first line is not this one.
  case badHeader(expected: String)
  case badExtra
  case badIndex
  /// The hash line of this number, counted from 1.
  case badHash(number: Int)
  case tooManyHashes
  /// The file ends before an empty line and a checkpoint.
  case noCheckpoint
  case note(NoteProblem)

  /// What was expected instead, as part of a sentence.
  package var expectation: String {
    switch self {
    case .tooLong: "at most \(ProofFile.maximumByteCount) bytes"
    case .badHeader(let expected): "`\(expected)` in the first line"
    case .badExtra: "base 64 of at most \(ProofFile.maximumExtraByteCount) characters after `extra`"
    case .badIndex: "`index` and a number without leading zeros"
    case .badHash(let number): "base 64 of 32 bytes in hash line \(number)"
    case .tooManyHashes: "at most \(ProofFile.maximumHashCount) hashes"
    case .noCheckpoint: "an empty line and a checkpoint after the hashes"
    case .note(let problem): "a signed checkpoint with \(problem.expectation)"
    }
  }
}
