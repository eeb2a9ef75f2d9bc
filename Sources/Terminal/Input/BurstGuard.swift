/// Tells typing from text that came at once: pasted where the terminal has no bracketed paste, or
/// piled up behind a slow line. It only classifies; the console still moves the cursor by such keys,
/// but runs no action.
///
/// A read with more than four printable keys is a burst as a whole, its first key too. So are keys
/// that make more than four within 30 ms of each other, and whatever follows a burst without a pause.
/// A bracketed paste is a burst too: what is pasted may hold the paste's end, and the rest of it comes as keys.
package struct BurstGuard: Sendable {
  package static let printableKeysMax = 4
  package static let windowMilliseconds: Int64 = 30

  /// Times of the latest printable keys, at most four.
  private var recent: [Int64] = []
  private var lastBurstAt: Int64?

  package init() {}

  /// Classifies the keys of one read, in their order: true is part of a burst.
  ///
  /// - Parameter followsDirectly: the bytes were waiting already when the last read was done, so that
  ///   both are one batch however long the console worked in between.
  /// - Parameter besidePaste: a paste came in the same read.
  package mutating func classify(
    _ keys: [Key], atMilliseconds now: Int64, followsDirectly: Bool = false, besidePaste: Bool = false
  ) -> [Bool] {
    let printable = keys.count { $0.typed != nil }
    let goesOn = lastBurstAt.map { followsDirectly || now - $0 <= Self.windowMilliseconds } ?? false
    if besidePaste || goesOn || printable > Self.printableKeysMax {
      lastBurstAt = now
      recent.removeAll()
      return keys.map { _ in true }
    }
    lastBurstAt = nil
    return keys.map { classifyOne($0, at: now) }
  }

  private mutating func classifyOne(_ key: Key, at now: Int64) -> Bool {
    if lastBurstAt != nil { return true }
    guard key.typed != nil else { return false }
    recent.removeAll { now - $0 > Self.windowMilliseconds }
    recent.append(now)
    guard recent.count > Self.printableKeysMax else { return false }
    lastBurstAt = now
    recent.removeAll()
    return true
  }
}
