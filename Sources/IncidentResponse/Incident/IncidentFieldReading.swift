import Delegation
import PolicyEngine

/// Readers of an incident's fields.
extension Read {
  static let roles = "commander, scribe, comms or approver"

  static func word<Word: RawRepresentable & CaseIterable>(
    _ value: JSONValue, _ path: String, of type: Word.Type, expected: String
  ) throws(FieldError) -> Word where Word.RawValue == String {
    let text = try string(value, path)
    guard let word = type.allCases.first(where: { sameCodePoints($0.rawValue, text) }) else {
      throw FieldError(field: path, expected: expected, found: "`\(text)`")
    }
    return word
  }

  static func words(_ name: String, _ limit: Int, _ fields: inout ObjectReader) throws(FieldError) -> String {
    try fields.required(name, expected: "words") { (value, path) throws(FieldError) in
      try text(value, path, limit: limit)
    }
  }

  static func reason(_ fields: inout ObjectReader) throws(FieldError) -> String {
    try words("reason", IncidentLimits.reason, &fields)
  }

  static func person(_ fields: inout ObjectReader) throws(FieldError) -> String {
    try fields.required("to", expected: "an operator's name", name)
  }

  static func step(_ fields: inout ObjectReader) throws(FieldError) -> IncidentStep {
    let expected = "revoke, tighten, verify or notice"
    return try fields.required("step", expected: expected) { (value, path) throws(FieldError) in
      try word(value, path, of: IncidentStep.self, expected: expected)
    }
  }

  static func severity(_ fields: inout ObjectReader) throws(FieldError) -> Severity {
    let expected = "P1, P2, P3 or P4"
    return try fields.required("severity", expected: expected) { (value, path) throws(FieldError) in
      let text = try string(value, path)
      guard let severity = Severity.allCases.first(where: { sameCodePoints($0.word, text) }) else {
        throw FieldError(field: path, expected: expected, found: "`\(text)`")
      }
      return severity
    }
  }

  static func facts(_ value: JSONValue, _ path: String) throws(FieldError) -> IncidentFacts {
    try IncidentFacts(value, path: path)
  }

  static func count(_ value: JSONValue, _ path: String) throws(FieldError) -> UInt64 {
    try integer(value, path, in: 0...largestInteger)
  }

  /// The number of a leaf or an alert.
  static func leaf(_ value: JSONValue, _ path: String) throws(FieldError) -> Int64 {
    Int64(try integer(value, path, in: 1...largestInteger))
  }

  static func risk(_ value: JSONValue, _ path: String) throws(FieldError) -> RiskScore {
    let expected = "a score from 0 to 100 with at most 2 decimals"
    guard case .number(let number) = value, let count = try? exactCount(ofNumber: number.utf8, scale: 2),
      count <= 10_000
    else { throw FieldError(field: path, expected: expected, found: value.kind) }
    return RiskScore(hundredths: Int(count))
  }
}
