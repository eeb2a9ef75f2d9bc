import Delegation
package import Digests

/// What a log says of itself at one size, the text of https://c2sp.org/tlog-checkpoint.
package struct Checkpoint: Sendable {
  /// The log's name: one line that is not empty.
  package let origin: String
  /// How many leaves the tree has.
  package let size: UInt64
  package let root: MerkleHash
  /// Lines of which nothing is known here, none of them empty; the specification advises against any.
  package let extensions: [String]

  package init(
    origin: String, size: UInt64, root: MerkleHash, extensions: [String] = []
  ) throws(CheckpointProblem) {
    guard Self.isLine(origin) else { throw .badOrigin }
    guard extensions.allSatisfy(Self.isLine) else { throw .badExtension }
    self.origin = origin
    self.size = size
    self.root = root
    self.extensions = extensions
  }

  /// Reads a note's text, strictly: no leading zeros, no empty line, the hash in its one spelling.
  package init(noteText: String) throws(CheckpointProblem) {
    var lines = LineReader(Array(noteText.utf8)[...])
    guard let origin = lines.line() else { throw .badOrigin }
    guard let line = lines.line(), let size = UInt64(plainDecimal: line) else { throw .badSize }
    guard let line = lines.line(), let root = MerkleHash(base64: String(decoding: line, as: UTF8.self))
    else { throw .badRoot }
    var extensions: [String] = []
    while let line = lines.line() { extensions.append(String(decoding: line, as: UTF8.self)) }
    guard lines.rest.isEmpty else { throw .badExtension }
    try self.init(
      origin: String(decoding: origin, as: UTF8.self), size: size, root: root, extensions: extensions)
  }

  /// Three lines or more, each with its LF: origin, size, root in base 64, and the extensions.
  package var noteText: String {
    ([origin, String(size), root.base64] + extensions).map { $0 + "\n" }.joined()
  }

  /// Signs it with the log's key, whose name is the origin.
  ///
  /// A log must never sign two checkpoints of which the larger does not begin with the smaller: that is
  /// for the caller to keep.
  /// - Throws: ``NoteProblem/badKeyName`` when the origin is no name for a key.
  package func signed(by key: Ed25519.PrivateKey) throws(NoteProblem) -> SignedNote {
    try SignedNote.signing(noteText, as: origin, with: key)
  }

  private static func isLine(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 }
  }
}

extension Checkpoint: Hashable {
  package static func == (left: Checkpoint, right: Checkpoint) -> Bool {
    left.root == right.root && sameCodePoints(left.noteText, right.noteText)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(size)
    hasher.combine(root)
  }
}

/// Why a text is no checkpoint.
package enum CheckpointProblem: Error, Hashable, Sendable {
  case badOrigin
  case badSize
  case badRoot
  case badExtension

  /// What was expected instead, as part of a sentence.
  package var expectation: String {
    switch self {
    case .badOrigin: "the log's name in the first line"
    case .badSize: "the number of leaves in the second line, without leading zeros"
    case .badRoot: "base 64 of 32 bytes in the third line"
    case .badExtension: "no empty line, no control character, and a newline at the end"
    }
  }
}
