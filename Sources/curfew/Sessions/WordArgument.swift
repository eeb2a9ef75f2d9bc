import ArgumentParser

/// Reads one of the words of `Value`. The parser itself would name more than a few on lines of their own.
/// - Throws: a `ValidationError` that names them all.
func readWord<Value: CaseIterable & RawRepresentable>(_ argument: String) throws -> Value
where Value.RawValue == String {
  guard let value = Value(rawValue: argument) else {
    let words = Value.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    throw ValidationError("expected one of \(words)")
  }
  return value
}
