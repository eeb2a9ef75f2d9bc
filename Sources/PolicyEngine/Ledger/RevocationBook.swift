package import Delegation

/// Every standing revocation by key, known or not yet known.
package struct RevocationBook: Sendable {
  private var byKey: [Identifier: [String: Timestamp]] = [:]

  package init() {}

  /// Enters a revocation; the same id again keeps its earlier time.
  package mutating func revoke(_ key: Identifier, id: String, from time: Timestamp) {
    byKey[key, default: [:]][id] = min(byKey[key]?[id] ?? time, time)
  }

  /// Withdraws one revocation; the others stand.
  /// - Returns: false when the key has no standing revocation of that id.
  package mutating func withdraw(_ key: Identifier, id: String) -> Bool {
    guard byKey[key]?.removeValue(forKey: id) != nil else { return false }
    if byKey[key]?.isEmpty ?? false { byKey[key] = nil }
    return true
  }

  package func has(_ key: Identifier, id: String) -> Bool { byKey[key]?[id] != nil }

  /// The earliest effective time of the key's standing revocations.
  package func revokedFrom(_ key: Identifier) -> Timestamp? { byKey[key]?.values.min() }
}
