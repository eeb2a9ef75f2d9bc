/// One language's texts for notices.
package struct MessageCatalogue: Sendable {
  /// BCP 47.
  package let language: String
  /// The months' names, January first.
  let months: [String]
  /// How a moment is said, from its `time` and `day`.
  let moment: String
  let and: String
  let or: String
  /// What stands behind an amount of money.
  let dollars: String
  package let messages: [NoticeMessage: String]

  package init(
    language: String, months: [String], moment: String, and: String, or: String, dollars: String,
    messages: [NoticeMessage: String]
  ) {
    self.language = language
    self.months = months
    self.moment = moment
    self.and = and
    self.or = or
    self.dollars = dollars
    self.messages = messages
  }

  /// English in other words.
  package init(english messages: [NoticeMessage: String]) {
    let own = MessageCatalogue.english
    self.init(
      language: own.language, months: own.months, moment: own.moment, and: own.and, or: own.or,
      dollars: own.dollars, messages: messages)
  }

  /// The languages that ship.
  package static let all = [english]

  /// The catalogue of a language tag, or of its language alone (`en` for `en-GB`); nil when there is none.
  package static func named(_ tag: String) -> MessageCatalogue? {
    let tag = tag.lowercased()
    return all.first { $0.language == tag }
      ?? all.first { $0.language == tag.prefix { $0 != "-" } }
  }

  /// What `self` does not have in common with English: messages that it lacks, and placeholders that differ.
  package func mismatches(with other: MessageCatalogue = .english) -> [String] {
    NoticeMessage.allCases.flatMap { key -> [String] in
      guard let theirs = other.messages[key] else { return ["\(other.language) lacks \(key.rawValue)"] }
      guard let ours = messages[key] else { return ["\(language) lacks \(key.rawValue)"] }
      guard let placeholders = try? Placeholder.all(in: ours),
        Set(placeholders) == Set((try? Placeholder.all(in: theirs)) ?? [])
      else { return ["\(language) has other placeholders in \(key.rawValue)"] }
      return []
    }
  }

  func list(_ items: [String], _ conjunction: String) -> String {
    guard items.count > 1, let last = items.last else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
  }
}
