package import Delegation

/// The accepted nonces of one session and domain: a sliding window of 1,024 below the highest (RFC 4303 §3.4.3).
package struct NonceWindow: Hashable, Sendable {
  package static let length: UInt64 = 1024
  private static let words = Int(length / 64)

  /// The greatest accepted nonce; nil before the first.
  package private(set) var highest: UInt64?
  /// Bit `nonce % length` is set when that nonce of the window was accepted. Empty before the first.
  package private(set) var accepted: [UInt64] = []

  package init() {}

  /// A window as it was stored.
  /// - Returns: nil when `accepted` is not the whole window.
  package init?(highest: UInt64, accepted: [UInt64]) {
    guard accepted.count == NonceWindow.words else { return nil }
    self.highest = highest
    self.accepted = accepted
  }

  /// `nonce_replayed`, `nonce_out_of_window`, or nothing.
  package func reasons(for nonce: UInt64) -> Reasons {
    guard let highest, nonce <= highest else { return .none }
    // Written as a distance: `highest - 1024` would wrap while highest < 1024.
    if highest - nonce >= NonceWindow.length { return .nonceOutOfWindow }
    return isSet(nonce) ? .nonceReplayed : .none
  }

  /// Marks a nonce for which ``reasons(for:)`` is empty.
  package mutating func accept(_ nonce: UInt64) {
    if accepted.isEmpty { accepted = Array(repeating: 0, count: NonceWindow.words) }
    if let highest {
      if nonce > highest { slide(from: highest, to: nonce) }
    } else {
      highest = nonce
    }
    accepted[word(nonce)] |= bit(nonce)
  }

  private mutating func slide(from old: UInt64, to new: UInt64) {
    if new - old >= NonceWindow.length {
      accepted = Array(repeating: 0, count: NonceWindow.words)
    } else {
      for nonce in (old + 1)...new { accepted[word(nonce)] &= ~bit(nonce) }
    }
    highest = new
  }

  private func isSet(_ nonce: UInt64) -> Bool { accepted[word(nonce)] & bit(nonce) != 0 }
  private func word(_ nonce: UInt64) -> Int { Int(nonce % NonceWindow.length / 64) }
  private func bit(_ nonce: UInt64) -> UInt64 { 1 << (nonce % 64) }
}
