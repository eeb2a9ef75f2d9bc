extension LoggedEvent {
  /// One line of an event log, without its LF; reading it again gives the same event.
  package var json: String {
    JSONWriter.object { writer in
      writer.member("type", event.type)
      if let at { writer.member("at", raw: at.seconds) }
      event.writeFields(&writer)
    }
  }
}

extension SessionEvent {
  fileprivate func writeFields(_ writer: inout JSONWriter) {
    switch self {
    case .granted(let envelope):
      writer.key("envelope")
      writer.object(envelope.writeFields)
    case .attested(let sessionKey): writer.member("sessionKey", sessionKey.text)
    case .extended(let sessionKey, let expiresAt):
      writer.member("sessionKey", sessionKey.text)
      writer.member("expiresAt", raw: expiresAt.seconds)
    case .requested(let request): request.writeFields(&writer)
    case .revoked(let notice): notice.writeFields(&writer)
    case .reinstated(let sessionKey, let revocationID):
      writer.member("sessionKey", sessionKey.text)
      writer.member("revocationId", revocationID)
    case .loggedOut(let wallet): writer.member("wallet", wallet.text)
    case .modeChanged(let mode, let scope):
      writer.member("mode", mode.rawValue)
      if scope != .everything { writer.member("scope", raw: scope.json) }
    }
  }
}

extension RevocationNotice {
  fileprivate func writeFields(_ writer: inout JSONWriter) {
    writer.member("sessionKey", sessionKey.text)
    if let revokedBy { writer.member("revokedBy", revokedBy) }
    if let reason { writer.member("reason", reason) }
    if let invalidateCaches { writer.member("invalidateCaches", raw: String(invalidateCaches)) }
    if let effectiveAt { writer.member("effectiveAt", raw: effectiveAt.seconds) }
    writer.member("revocationId", revocationID)
  }
}
