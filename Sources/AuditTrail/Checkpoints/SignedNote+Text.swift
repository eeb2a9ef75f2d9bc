import Digests

extension SignedNote {
  /// The note as a file has it: the text, an empty line, and a line `— name base64(id, signature)` for each
  /// signature.
  package var bytes: [UInt8] {
    var bytes = Array(text.utf8)
    bytes.append(0x0A)
    for signature in signatures {
      let id = (0..<4).map { UInt8(truncatingIfNeeded: signature.keyID >> (24 - 8 * UInt32($0))) }
      bytes += Self.dash
      bytes += "\(signature.name) \(Base64.encode(id + signature.bytes))\n".utf8
    }
    return bytes
  }

  /// Reads a whole file. The text is what stands before the last empty line; nothing is verified.
  ///
  /// Strict: the text and every signature line end in LF, and base 64 has its one spelling.
  package init(_ bytes: some Collection<UInt8>) throws(NoteProblem) {
    // Before copying, so that an endless file costs nothing.
    guard bytes.count <= Self.maximumByteCount else { throw .tooLong }
    let bytes = Array(bytes)
    try Self.checkText(bytes)
    guard bytes.last == 0x0A else { throw .noFinalNewline }
    guard let gap = bytes.indices.dropLast().last(where: { bytes[$0] == 0x0A && bytes[$0 + 1] == 0x0A })
    else { throw .noSignatures }
    var lines = LineReader(bytes[(gap + 2)...])
    var signatures: [NoteSignature] = []
    while let line = lines.line() {
      guard signatures.count < Self.maximumSignatureCount else { throw .tooManySignatures }
      guard let signature = NoteSignature(line: line) else { throw .badSignature(line: signatures.count + 1) }
      signatures.append(signature)
    }
    guard !signatures.isEmpty else { throw .noSignatures }
    self.init(text: String(decoding: bytes[...gap], as: UTF8.self), signatures: signatures)
  }

  /// The rule for every byte of a note: UTF-8 without a control below U+0020 other than LF.
  static func checkText(_ bytes: [UInt8]) throws(NoteProblem) {
    if let offset = bytes.firstIndex(where: { $0 < 0x20 && $0 != 0x0A }) {
      throw .controlCharacter(offset: offset)
    }
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
  }

  /// An em dash (U+2014) and a space.
  fileprivate static let dash = Array("— ".utf8)
}

extension NoteSignature {
  fileprivate init?(line: ArraySlice<UInt8>) {
    guard line.starts(with: SignedNote.dash) else { return nil }
    let parts = line.dropFirst(SignedNote.dash.count).split(
      separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let name = String(decoding: parts[0], as: UTF8.self)
    guard isKeyName(name), let bytes = try? Base64.decode(String(decoding: parts[1], as: UTF8.self)),
      bytes.count > 4
    else { return nil }
    self.init(
      name: name, keyID: bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }, bytes: Array(bytes.dropFirst(4)))
  }
}
