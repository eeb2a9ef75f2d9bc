import ArgumentParser
import Delegation
import Glibc
import SessionStore
import Terminal

/// What sessions have in common, as typed.
struct RelationArgument {
  let related: RelatedScope

  /// - Throws: a `ValidationError` that says what was expected.
  static func read(_ argument: String) throws -> RelationArgument {
    guard let related = RelatedScope(word: argument) else {
      throw ValidationError("expected wallet, destination, domain, label.NAME or pattern")
    }
    return RelationArgument(related: related)
  }
}

/// Ends many sessions at once: shows what that would be, asks, and does it.
struct MassRevocation {
  enum Which {
    case scope(Scope)
    /// Those that are related to the session with this key, it among them.
    case like(Identifier, RelatedScope)
  }

  let store: any SessionStore
  let isJSON: Bool
  let reason: String
  let acting: OperatorOptions

  /// - Returns: nil where nothing was covered, or only previewed.
  @discardableResult
  func run(_ which: Which, onlyPreview: Bool, mayAsk: Bool) throws -> ScopeReceipt? {
    let covered = try preview(which)
    let output = Output()
    if !isJSON || onlyPreview { try describe(covered, which, to: output) }
    try output.flush()
    if onlyPreview || covered.sessions == 0 { return nil }
    guard !mayAsk || isInteractive else {
      throw Failure("nothing was revoked: a scope needs --yes off a terminal")
    }
    guard
      !mayAsk
        || Confirmation.typed(String(covered.sessions), prompt: "type \(covered.sessions) to revoke them: ")
    else { throw Failure("nothing was revoked") }
    let receipt = try revoke(which)
    try show(receipt, which, to: output)
    try output.flush()
    return receipt
  }

  private func preview(_ which: Which) throws -> ScopePreview {
    switch which {
    case .scope(let scope): try store.preview(scope: scope)
    case .like(let key, let related): try store.preview(related, to: key)
    }
  }

  private func revoke(_ which: Which) throws -> ScopeReceipt {
    let acting = acting.acting(in: store)
    return switch which {
    case .scope(let scope): try store.revoke(scope: scope, reason: reason, by: acting)
    case .like(let key, let related): try store.revoke(related, to: key, reason: reason, by: acting)
    }
  }

  private func show(_ receipt: ScopeReceipt, _ which: Which, to output: Output) throws {
    if isJSON {
      return try output.line(
        json: JSONWriter.object {
          $0.member("revoked", raw: String(receipt.revoked))
          which.write(to: &$0)
          $0.member("committedAt", raw: receipt.committedAt.seconds)
          $0.member("sequence", raw: String(receipt.sequence))
          $0.member("assertedUntil", raw: receipt.assertedUntil?.seconds ?? "null")
        })
    }
    try output.line("revoked \(receipt.revoked) sessions, committed in \(milliseconds(receipt.elapsed))")
    if let until = receipt.assertedUntil { try output.line(offlineWarning(until)) }
  }

  private func describe(_ covered: ScopePreview, _ which: Which, to output: Output) throws {
    let left = shortestDecimal(covered.remainingMicros, scale: Money.scale)
    if isJSON {
      return try output.line(
        json: JSONWriter.object {
          which.write(to: &$0)
          $0.member("sessions", raw: String(covered.sessions))
          $0.member("wallets", raw: String(covered.wallets))
          $0.member("remainingUsd", left)
          $0.member("first", covered.first?.text ?? "")
          $0.member("last", covered.last?.text ?? "")
        })
    }
    try output.line(
      "`\(which.words)` covers \(covered.sessions) live sessions of \(covered.wallets) wallets, \(left) USD still to spend"
    )
    if let first = covered.first, let last = covered.last {
      try output.line("first \(first.text), last \(last.text)")
    }
  }
}

extension MassRevocation.Which {
  /// As it was typed.
  fileprivate var words: String {
    switch self {
    case .scope(let scope): scope.words
    case .like(let key, let related): "like \(key.text) by \(related.word)"
    }
  }

  fileprivate func write(to writer: inout JSONWriter) {
    switch self {
    case .scope(let scope): writer.member("scope", raw: scope.json)
    case .like(let key, let related):
      writer.key("like")
      writer.object {
        $0.member("sessionKey", key.text)
        $0.member("by", related.word)
      }
    }
  }
}
