/// What a placeholder takes.
package enum PlaceholderType: String, CaseIterable, Sendable {
  case text, int, utc, money
}

/// A typed gap in a message, written `{{type(name)}}`: a Mustache variable under the transform of its type.
package struct Placeholder: Hashable, Sendable {
  package let type: PlaceholderType
  package let name: String

  /// The placeholders of `message`, in their order.
  /// - Throws: ``NoticeDraftProblem/malformedPlaceholder`` for any other tag: messages have no sections or partials.
  package static func all(in message: String) throws(NoticeDraftProblem) -> [Placeholder] {
    var found: [Placeholder] = []
    var rest = message[...]
    while let opening = rest.firstRange(of: "{{") {
      rest = rest[opening.upperBound...]
      guard let closing = rest.firstRange(of: "}}") else {
        throw .malformedPlaceholder("{{" + rest.prefix(40))
      }
      found.append(try Placeholder(tag: rest[..<closing.lowerBound]))
      rest = rest[closing.upperBound...]
    }
    return found
  }

  private init(tag: Substring) throws(NoticeDraftProblem) {
    let parts = tag.split(separator: "(", omittingEmptySubsequences: false)
    guard parts.count == 2, let type = PlaceholderType(rawValue: String(parts[0])), parts[1].last == ")",
      parts[1].count > 1, parts[1].dropLast().allSatisfy({ $0.isASCII && $0.isLetter })
    else { throw .malformedPlaceholder("{{\(tag)}}") }
    self.type = type
    name = String(parts[1].dropLast())
  }
}
