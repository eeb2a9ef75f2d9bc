/// Why no notice can be drafted.
package enum NoticeDraftProblem: Error, Hashable, Sendable {
  case missingMessage(NoticeMessage, language: String)
  case malformedPlaceholder(String)
  /// The facts hold nothing for it.
  case unresolvedPlaceholder(String)
  case wrongType(name: String, expected: PlaceholderType)
  case badTemplate(String)

  package var sentence: String {
    switch self {
    case .missingMessage(let key, let language):
      "the language `\(language)` lacks the message `\(key.rawValue)`"
    case .malformedPlaceholder(let tag): "`\(tag)` is no placeholder: expected `{{type(name)}}`"
    case .unresolvedPlaceholder(let name): "nothing in the facts fills the placeholder `\(name)`"
    case .wrongType(let name, let expected): "the placeholder `\(name)` takes \(expected.rawValue)"
    case .badTemplate(let text): "`\(text)` is no Mustache template"
    }
  }
}
