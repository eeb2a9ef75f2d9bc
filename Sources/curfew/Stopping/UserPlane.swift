import Delegation
import Digests
import SessionStore
import Terminal

/// A wallet ends its own session: no gateway, no session key, only its signature of a text.
struct UserPlane {
  let store: any SessionStore
  let isJSON: Bool

  /// Prints the text that the session's wallet signs with EIP-191 (`personal_sign`).
  func printText(for key: Identifier) throws {
    guard let session = try store.session(key, executions: 0) else {
      throw StoreError.wallet(.unknownSession(key))
    }
    guard case .address(let wallet) = session.row.envelope.wallet else {
      throw Failure("`\(session.row.envelope.wallet.text)` is no EVM address: it cannot sign by EIP-191")
    }
    let now = Surroundings.now()
    let text = try UserRevocation(
      sessionKey: key, wallet: wallet, time: Timestamp(seconds: now.milliseconds / 1000),
      nonce: Hex.encode(Surroundings.random(8)))
    let output = Output()
    try output.verbatim(text.message)
    try output.flush()
    complain(
      "sign just this text, without a line end after it, and give it back with --message and --signature")
  }

  func revoke(message path: String, signature: String) throws {
    let bytes = try InputSource.contents(of: path, limit: 1 << 16)
    guard var text = String(validating: bytes, as: UTF8.self) else { throw Failure("`\(path)` is not UTF-8") }
    // The line end that an editor leaves is no part of what was signed.
    if text.hasSuffix("\n") { text.removeLast() }
    let message: UserRevocation
    do throws(UserRevocationProblem) {
      message = try UserRevocation(parsing: text)
    } catch {
      throw Failure("`\(path)`: \(error.sentence)")
    }
    let digits = signature.hasPrefix("0x") ? String(signature.dropFirst(2)) : signature
    guard let bytes = try? Hex.decode(digits) else {
      throw Failure("`--signature`: expected 0x and 130 hex digits")
    }
    try store.revoke(message, signature: bytes).show(json: isJSON)
  }
}
