import Delegation

/// Why a text of JSON was refused, as its user hears it.
struct Refused: Error {
  let sentence: String

  init(_ problem: JSONProblem) { sentence = MalformedLine(type: nil, problem: .json(problem)).sentence }
  init(_ error: FieldError) { sentence = error.sentence }
  init(_ line: MalformedLine) { sentence = line.sentence }
}

/// What `write` makes of what `read` took: read again it is the same, and written again the same text.
/// - Returns: what was read; nil when it was refused, with a sentence.
func checkWritten<T: Equatable>(
  _ bytes: [UInt8], read: ([UInt8]) throws(Refused) -> T, write: (T) -> String
) throws(BrokenProperty) -> T? {
  let value: T
  do throws(Refused) {
    value = try read(bytes)
  } catch {
    try expectSentence(error.sentence)
    return nil
  }
  let text = write(value)
  let again = try readAgain(text) { () throws(Refused) in try read(Array(text.utf8)) }
  try expect(again == value, "\(value) was written as \(text) and read as \(again)")
  try expectSame(write(again), text, "a written text is written the same again")
  return value
}

/// ``checkWritten(_:read:write:)`` for what is read from one JSON value.
func checkWritten<T: Equatable>(
  _ bytes: [UInt8], from value: (JSONValue) throws(FieldError) -> T, write: (T) -> String
) throws(BrokenProperty) -> T? {
  try checkWritten(
    bytes,
    read: { (bytes) throws(Refused) in
      let json = try refusing(JSONProblem.self, Refused.init) { () throws(JSONProblem) in try parseJSON(bytes)
      }
      return try refusing(FieldError.self, Refused.init) { () throws(FieldError) in try value(json) }
    }, write: write)
}

/// What `read` gives, its error turned into ``Refused``.
func refusing<T, E: Error>(
  _ type: E.Type, _ refused: (E) -> Refused, _ read: () throws(E) -> T
) throws(Refused) -> T {
  do throws(E) {
    return try read()
  } catch {
    throw refused(error)
  }
}
