import Delegation
import Mustache

/// What fills a placeholder.
enum NoticeValue: Sendable {
  case text(String)
  case int(UInt64)
  case utc(Timestamp)
  case money(Money)

  var type: PlaceholderType {
    switch self {
    case .text: .text
    case .int: .int
    case .utc: .utc
    case .money: .money
    }
  }
}

/// A value in a language's spelling; Mustache gets it only under the transform of its own type.
private struct SpelledValue: MustacheTransformable, MustacheCustomRenderable {
  let type: PlaceholderType
  let renderText: String
  let isNull = false

  func transform(_ name: String) -> Any? { name == type.rawValue ? self : nil }
}

extension MessageCatalogue {
  /// One message with its placeholders filled. Mustache itself renders a gap as nothing, so each is looked at first.
  /// - Throws: ``NoticeDraftProblem``.
  func render(_ key: NoticeMessage, _ values: [String: NoticeValue] = [:]) throws(NoticeDraftProblem)
    -> String
  {
    guard let message = messages[key] else { throw .missingMessage(key, language: language) }
    return try render(template: message, values)
  }

  func render(
    template: String, _ values: [String: NoticeValue]
  ) throws(NoticeDraftProblem) -> String {
    var spelled: [String: Any] = [:]
    for placeholder in try Placeholder.all(in: template) {
      guard let value = values[placeholder.name] else { throw .unresolvedPlaceholder(placeholder.name) }
      guard value.type == placeholder.type else {
        throw .wrongType(name: placeholder.name, expected: placeholder.type)
      }
      spelled[placeholder.name] = SpelledValue(type: value.type, renderText: try spell(value))
    }
    return try renderMustache(template, spelled)
  }

  func spell(_ value: NoticeValue) throws(NoticeDraftProblem) -> String {
    switch value {
    case .text(let text): text
    case .int(let count): grouped(count)
    case .utc(let time): try moment(of: time)
    case .money(let money): "\(amount(money)) \(dollars)"
    }
  }

  /// The day as a title has it, such as `21 February 2026`.
  func day(of time: Timestamp) -> String {
    let civil = time.civil
    return "\(civil.day) \(months[civil.month - 1]) \(civil.year)"
  }

  private func moment(of time: Timestamp) throws(NoticeDraftProblem) -> String {
    try render(template: moment, ["time": .text(hourAndMinute(time)), "day": .text(day(of: time))])
  }
}

/// Renders as plain text: Mustache would escape for HTML.
func renderMustache(_ template: String, _ object: [String: Any]) throws(NoticeDraftProblem) -> String {
  do {
    return try MustacheTemplate(string: "{{%CONTENT_TYPE:TEXT}}" + template).render(object)
  } catch {
    throw .badTemplate(template)
  }
}

/// `21:39`.
func hourAndMinute(_ time: Timestamp) -> String {
  let civil = time.civil
  return [civil.hour, civil.minute].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
}

/// `1,234,567`.
func grouped(_ count: UInt64) -> String {
  let digits = Array(String(count))
  var text = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text += "," }
    text.append(digit)
  }
  return text
}

/// Dollars with grouped thousands and, unless they are whole, two decimals at least: `1,250.50`.
func amount(_ money: Money) -> String {
  let parts = money.dollars.split(separator: ".")
  let whole = grouped(money.micros / 1_000_000)
  guard parts.count == 2 else { return whole }
  return whole + "." + (parts[1].count < 2 ? parts[1] + "0" : parts[1])
}
