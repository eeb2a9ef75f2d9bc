/// Readers of single fields, for ``ObjectReader``: each takes the value and its path.
package enum Read {
  package static let largestInteger: UInt64 = 1 << 53 - 1

  package static func identifier(_ value: JSONValue, _ path: String) throws(FieldError) -> Identifier {
    let text = try string(value, path)
    do throws(Identifier.Problem) {
      return try Identifier(text)
    } catch {
      throw FieldError(field: path, expected: error.expectation, found: "`\(text)`")
    }
  }

  /// A request id, revocation id or label key: printable ASCII that is never read as an address.
  package static func name(_ value: JSONValue, _ path: String) throws(FieldError) -> String {
    let text = try string(value, path)
    do throws(Identifier.Problem) {
      try checkName(text.utf8)
      return text
    } catch {
      throw FieldError(field: path, expected: error.expectation, found: "`\(text)`")
    }
  }

  package static func string(_ value: JSONValue, _ path: String) throws(FieldError) -> String {
    guard case .string(let text) = value else {
      throw FieldError(field: path, expected: "a string", found: value.kind)
    }
    return text
  }

  /// Any text of at most `limit` code points.
  package static func text(_ value: JSONValue, _ path: String, limit: Int) throws(FieldError) -> String {
    let text = try string(value, path)
    guard text.unicodeScalars.count <= limit else {
      throw FieldError(
        field: path, expected: "at most \(limit) code points", found: "\(text.unicodeScalars.count) of them")
    }
    return text
  }

  package static func bool(_ value: JSONValue, _ path: String) throws(FieldError) -> Bool {
    guard case .bool(let flag) = value else {
      throw FieldError(field: path, expected: "true or false", found: value.kind)
    }
    return flag
  }

  /// An integer without fraction or exponent: `1.0`, `1e0` and `"1"` are refused, `-0` is 0.
  package static func integer(
    _ value: JSONValue, _ path: String, in range: ClosedRange<UInt64>
  ) throws(FieldError) -> UInt64 {
    let expected = "an integer from \(range.lowerBound) to \(range.upperBound)"
    guard case .number(let text) = value else {
      throw FieldError(field: path, expected: expected, found: value.kind)
    }
    let count = text == "-0" ? 0 : UInt64(text)
    guard let count, range.contains(count) else {
      throw FieldError(field: path, expected: expected, found: value.kind)
    }
    return count
  }

  /// Money as a number in any JSON spelling, or as a plain decimal string.
  package static func money(_ value: JSONValue, _ path: String) throws(FieldError) -> Money {
    do throws(DecimalProblem) {
      switch value {
      case .number(let text): return try Money(number: text.utf8)
      case .string(let text): return try Money(text: text.utf8)
      default: throw .notANumber
      }
    } catch {
      let expected = "US dollars from 0 to 9000000000000 with at most 6 decimals"
      if case .string(let text) = value {
        throw FieldError(field: path, expected: expected, found: "`\(text)`")
      }
      throw FieldError(field: path, expected: expected, found: value.kind)
    }
  }

  /// Epoch seconds, to the millisecond.
  package static func time(_ value: JSONValue, _ path: String) throws(FieldError) -> Timestamp {
    let expected = "epoch seconds from 0 to 253402300799 with at most 3 decimals"
    guard case .number(let text) = value else {
      throw FieldError(field: path, expected: expected, found: value.kind)
    }
    do throws(DecimalProblem) {
      return try Timestamp(number: text.utf8)
    } catch {
      throw FieldError(field: path, expected: expected, found: value.kind)
    }
  }

  package static func array<T>(
    _ value: JSONValue, _ path: String, _ element: (JSONValue, String) throws(FieldError) -> T
  ) throws(FieldError) -> [T] {
    guard case .array(let values) = value else {
      throw FieldError(field: path, expected: "a list", found: value.kind)
    }
    var result: [T] = []
    result.reserveCapacity(values.count)
    for (index, item) in values.enumerated() { result.append(try element(item, "\(path)[\(index)]")) }
    return result
  }
}
