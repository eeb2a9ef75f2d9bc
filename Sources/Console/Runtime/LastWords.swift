import Delegation
import IncidentResponse
import SessionStore
import Terminal

/// What is said once the screen is gone.
enum LastWords {
  /// - Parameter bulk: marked sessions that were being revoked when the console ended, its batch in hand among the rest.
  static func of(_ events: [Event], _ bulk: BulkRevocation?) -> [SafeText] {
    let answers: [SafeText] = events.compactMap { event in
      switch event {
      case .revoked(let receipt): "revoked \(SafeText(receipt.sessionKey.text))"
      case .revokeFailed(let key, let error):
        "\(SafeText(key.text)) was NOT revoked: \(SafeText(error.sentence))"
      case .revokedMany(let receipts): "revoked \(Format.counted(receipts.count, "marked session"))"
      case .revokeManyFailed(let keys, let error):
        "\(Format.counted(keys.count, "marked session")) NOT revoked: \(SafeText(error.sentence))"
      case .reinstateFailed(let key, let error):
        "\(SafeText(key.text)) was NOT reinstated: \(SafeText(error.sentence))"
      case .alertActed(let id, let action, .done): "alert \(id) \(SafeText(action.participle))"
      case .ordered(_, .done(let incident, let words)): "\(SafeText(incident.id)): \(SafeText(words))"
      case .ordered(let order, .refused(let sentence)):
        "\(SafeText(order.incident ?? "the incident")) was NOT \(SafeText(order.participle)): \(SafeText(sentence))"
      case .modeSet(let order, .done): "mode \(SafeText(order.candidate.words)) is set"
      case .modeSet(_, .waits(let request, _)): "\(SafeText(request.id)) waits for a second operator"
      case .modeSet(let order, .refused(let sentence)):
        "mode \(SafeText(order.candidate.words)) was NOT set: \(SafeText(sentence))"
      case .answered(let answer, .done): "\(SafeText(answer.request)) \(SafeText(answer.participle))"
      case .answered(let answer, .refused(let sentence)):
        "\(SafeText(answer.request)) was NOT \(SafeText(answer.participle)): \(SafeText(sentence))"
      case .alertFailed(let id, let action, let error):
        "alert \(id) was NOT \(SafeText(action.participle)): \(SafeText(error.sentence))"
      default: nil
      }
    }
    let left = untried(events, bulk)
    guard left > 0 else { return answers }
    return answers + ["\(Format.counted(left, "marked session")) NOT revoked: the console ended first"]
  }

  /// Those that no batch came to.
  private static func untried(_ events: [Event], _ bulk: BulkRevocation?) -> Int {
    let tried = events.reduce(0) { sum, event in
      switch event {
      case .revokedMany(let receipts): sum + receipts.count
      case .revokeManyFailed(let keys, _): sum + keys.count
      default: sum
      }
    }
    return max(0, (bulk?.rest.count ?? 0) - tried)
  }
}
