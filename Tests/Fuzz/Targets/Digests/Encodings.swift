import Digests

extension FuzzTarget {
  static let base64 = FuzzTarget("base64") { (bytes) throws(BrokenProperty) in
    try checkEncoding(bytes, decode: Base64.decode, encode: Base64.encode)
  }

  static let base64URL = FuzzTarget("base64url") { (bytes) throws(BrokenProperty) in
    try checkEncoding(bytes, decode: Base64URL.decode, encode: Base64URL.encode)
  }

  /// Digits in upper case are taken too.
  static let hex = FuzzTarget("hex") { (bytes) throws(BrokenProperty) in
    try checkEncoding(bytes, decode: Hex.decode, encode: Hex.encode) { $0.lowercased() }
  }
}

/// One text for any bytes, and nothing but such a text is taken.
private func checkEncoding(
  _ bytes: [UInt8], decode: (String) throws(MalformedEncoding) -> [UInt8], encode: ([UInt8]) -> String,
  canonical: (String) -> String = { $0 }
) throws(BrokenProperty) -> Verdict {
  let written = encode(bytes)
  let read = try readAgain("the encoding of any bytes") { () throws(MalformedEncoding) in
    try decode(written)
  }
  try expect(read == bytes, "\(bytes) were written as \(written) and read as \(read)")
  let text = bytes.text
  let decoded: [UInt8]
  do throws(MalformedEncoding) {
    decoded = try decode(text)
  } catch {
    if case .badCharacter(let offset) = error {
      try expect((0..<text.utf8.count).contains(offset), "the bad character is at \(offset), outside")
    }
    return .refused
  }
  try expectSame(encode(decoded), canonical(text), "an accepted text is the text of its bytes")
  return .accepted
}
