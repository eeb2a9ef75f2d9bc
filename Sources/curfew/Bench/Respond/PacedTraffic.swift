import Delegation
import Foundation
import SessionStore
import Synchronization

/// Live traffic at a steady rate through processes that decide: each is an enforcement point of its own. One session among
/// it goes on whatever happens to it.
final class PacedTraffic: Sendable {
  private static let tick = TimeInterval(0.005)

  /// A session that is attacked: its valid requests are numbered over all points.
  private struct Victim {
    let envelope: Envelope
    /// Requests with a greater number were made after the revocation had returned.
    var revokedAfter = UInt64.max
    var made: UInt64 = 0
    var allowedAfter = 0
    /// By point, when a refusal was first read that names the revocation.
    var refusedAt: [Int: ContinuousClock.Instant] = [:]
  }

  private let children: [BenchChild]
  private let victim = Mutex<Victim?>(nil)
  private let isOver = Atomic(false)
  private let writing: Atomic<Int>
  private let written = Atomic(0)
  private let read = Atomic(0)
  private let denied = Atomic(0)

  init(path: String, points: Int, perSecond: Int, honest: [Envelope]) throws {
    children = try (0..<points).map { _ in try BenchChild(["authorize", "--store", path]) }
    writing = Atomic(points)
    for (point, child) in children.enumerated() {
      Thread.detachNewThread { [self] in listen(to: child, point) }
      let share = stride(from: point, to: honest.count, by: points).map { honest[$0] }
      Thread.detachNewThread { [self] in write(to: child, point, Double(perSecond) / Double(points), share) }
    }
  }

  func end() {
    isOver.store(true, ordering: .relaxed)
    // Nobody may write to a pipe that is closed.
    while writing.load(ordering: .acquiring) > 0 { Thread.sleep(forTimeInterval: Self.tick) }
    for child in children { child.end() }
  }

  var points: Int { children.count }
  var decided: Int { read.load(ordering: .relaxed) }
  var honestDenied: Int { denied.load(ordering: .relaxed) }

  // MARK: The session that is attacked

  func attack(_ envelope: Envelope) { victim.withLock { $0 = Victim(envelope: envelope) } }

  /// What is made from now on must be refused.
  func markRevoked() {
    victim.withLock { victim in
      let made = victim?.made ?? 0
      victim?.revokedAfter = made
    }
  }

  /// - Returns: how many of its requests that were made after the revocation returned were allowed, how many were made,
  ///   and when each point that has read a refusal did so first.
  func tally() -> (allowed: Int, madeAfter: UInt64, refusedAt: [Int: ContinuousClock.Instant]) {
    victim.withLock { victim in
      guard let victim else { return (0, 0, [:]) }
      let after = victim.made > victim.revokedAfter ? victim.made - victim.revokedAfter : 0
      return (victim.allowedAfter, after, victim.refusedAt)
    }
  }

  // MARK: Writing

  private func write(to child: BenchChild, _ point: Int, _ perSecond: Double, _ honest: [Envelope]) {
    defer { writing.subtract(1, ordering: .releasing) }
    var (count, owed) = (0, 0.0)
    var next = Date().timeIntervalSinceReferenceDate
    while !isOver.load(ordering: .relaxed) {
      owed += perSecond * Self.tick
      var lines: [String] = []
      if let line = victimLine() { lines.append(line) }
      while owed >= 1 {
        owed -= 1
        let envelope = honest[count % honest.count]
        if let request = try? BenchData.request(for: envelope, nonce: UInt64(count / honest.count + 1)) {
          lines.append(request.json)
        }
        count += 1
      }
      written.add(lines.count, ordering: .relaxed)
      child.write(lines.joined(separator: "\n"))
      next += Self.tick
      let left = next - Date().timeIntervalSinceReferenceDate
      if left > 0 { Thread.sleep(forTimeInterval: left) }
    }
  }

  private func victimLine() -> String? {
    victim.withLock { victim in
      guard let envelope = victim?.envelope else { return nil }
      victim?.made += 1
      guard let number = victim?.made,
        let request = try? BenchData.request(for: envelope, nonce: number, id: "v-\(number)")
      else { return nil }
      return request.json
    }
  }

  // MARK: Reading

  private func listen(to child: BenchChild, _ point: Int) {
    var rest = ""
    while true {
      let chunk = child.line()
      if chunk.isEmpty { return }
      rest += chunk
      var lines = rest.split(separator: "\n", omittingEmptySubsequences: false)
      rest = String(lines.removeLast())
      for line in lines { hear(line, point) }
      read.add(lines.count, ordering: .relaxed)
    }
  }

  private func hear(_ line: Substring, _ point: Int) {
    let isAllowed = line.contains("\"decision\":\"allow\"")
    guard let start = line.range(of: "\"requestId\":\"v-") else {
      if !isAllowed { denied.add(1, ordering: .relaxed) }
      return
    }
    guard let number = UInt64(line[start.upperBound...].prefix(while: \.isNumber)) else { return }
    victim.withLock { victim in
      guard let envelope = victim?.envelope, line.contains(envelope.sessionKey.text) else { return }
      if isAllowed {
        if number > (victim?.revokedAfter ?? .max) { victim?.allowedAfter += 1 }
      } else if line.contains("session_revoked"), victim?.refusedAt[point] == nil {
        victim?.refusedAt[point] = ContinuousClock.now
      }
    }
  }
}
