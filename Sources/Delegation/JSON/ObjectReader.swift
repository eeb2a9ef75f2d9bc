/// A value that is not what its field must hold.
package struct FieldError: Error, Hashable, Sendable {
  /// The field's path, such as `envelope.spendWindow.seconds`.
  package let field: String
  package let expected: String
  /// What stood there; nil when nothing did.
  package let found: String?

  package init(field: String, expected: String, found: String?) {
    self.field = field
    self.expected = expected
    self.found = found
  }

  /// One sentence for a reader: names the field and what was expected.
  package var sentence: String {
    if let found { return "`\(field)`: expected \(expected), found \(found)" }
    return "`\(field)` is missing: expected \(expected)"
  }
}

/// Takes the fields of one JSON object by name, then makes sure that none is left over.
package struct ObjectReader {
  private let members: [JSONMember]
  private let path: String
  /// One bit for each of the first 64 members: no object of ours has that many fields.
  private var taken: UInt64 = 0

  /// - Parameter path: the object's own path, empty for a whole line.
  /// - Throws: ``FieldError`` when `value` is no object.
  package init(_ value: JSONValue, path: String = "") throws(FieldError) {
    guard case .object(let members) = value else {
      throw FieldError(field: path, expected: "an object", found: value.kind)
    }
    self.members = members
    self.path = path
  }

  package func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// The value under `name`, or nil; `null` is a value, never an absence.
  package mutating func take(_ name: String) -> JSONValue? {
    guard let index = members.firstIndex(where: { sameCodePoints($0.key, name) }) else { return nil }
    if index < 64 { taken |= 1 << UInt64(index) }
    return members[index].value
  }

  /// Reads an optional field with `read`, which gets the value and its path.
  package mutating func optional<T>(
    _ name: String, _ read: (JSONValue, String) throws(FieldError) -> T
  ) throws(FieldError) -> T? {
    guard let value = take(name) else { return nil }
    return try read(value, path(of: name))
  }

  /// - Throws: ``FieldError`` when the field is missing or `read` refuses it.
  package mutating func required<T>(
    _ name: String, expected: String, _ read: (JSONValue, String) throws(FieldError) -> T
  ) throws(FieldError) -> T {
    guard let value = take(name) else {
      throw FieldError(field: path(of: name), expected: expected, found: nil)
    }
    return try read(value, path(of: name))
  }

  /// - Throws: ``FieldError`` naming the first field that nobody took.
  package func finish() throws(FieldError) {
    guard let index = members.indices.prefix(64).first(where: { taken >> UInt64($0) & 1 == 0 }) else {
      return
    }
    throw FieldError(
      field: path(of: members[index].key), expected: "no such field", found: members[index].value.kind)
  }
}
