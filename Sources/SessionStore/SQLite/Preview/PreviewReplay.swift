import Delegation
import PolicyEngine

/// Decides what was read, in commit order, and counts what becomes of it.
struct PreviewReplay {
  private let window: PreviewWindow
  private let candidate: PreviewCandidate
  private var sessions: ContiguousArray<PreviewSession> = []
  /// The session of each execution, by its place in the window: how the next one of the chain finds it.
  private var sessionAt: ContiguousArray<Int32>
  private var deniedThen = 0
  private var byRiskAlone = 0
  /// By reason's position.
  private var good = [Int](repeating: 0, count: Reasons.allNames.count)
  private var bad = [Int](repeating: 0, count: Reasons.allNames.count)
  private var reached: Timestamp

  init(_ query: ModePreviewQuery, _ window: PreviewWindow) {
    self.window = window
    candidate = PreviewCandidate(query.mode, from: window.from)
    sessionAt = ContiguousArray(repeating: -1, count: window.sequences.count)
    reached = window.from
  }

  mutating func decide(
    _ chunk: PreviewChunk, _ history: borrowing PreviewHistory
  ) throws(StoreError) {
    let before = sessions.count
    sessions.append(contentsOf: chunk.newcomers)
    deniedThen += chunk.unknown
    for row in chunk.rows {
      let place = Int(row.previous)
      let session = place < 0 ? before - 1 - place : place < row.offset ? Int(sessionAt[place]) : -1
      guard sessions.indices.contains(session), sessionAt.indices.contains(Int(row.offset)) else {
        throw .corrupt(
          message: "execution \(window.sequences.lowerBound + Int64(row.offset)) follows none of its session")
      }
      sessionAt[Int(row.offset)] = Int32(truncatingIfNeeded: session)
      if row.rule < 0 {
        deniedThen += 1
      } else {
        try decide(row, chunk.rules[Int(row.rule)], of: session, history)
      }
    }
    if let last = chunk.rows.last { reached = Timestamp(milliseconds: last.at) }
  }

  private mutating func decide(
    _ row: PreviewRow, _ rule: PreviewRule, of session: Int, _ history: borrowing PreviewHistory
  ) throws(StoreError) {
    let sequence = window.sequences.lowerBound + Int64(row.offset)
    let reasons = try sessions[session].decide(row, sequence: sequence, rule, candidate, history)
    if reasons.isEmpty { return }
    if sessions[session].isDeniedByRiskAlone(row, reasons, rule, candidate) { byRiskAlone += 1 }
    let isSuspect = sessions[session].isSuspect
    var bits = reasons.rawValue
    while bits != 0 {
      let position = bits.trailingZeroBitCount
      if isSuspect { bad[position] += 1 } else { good[position] += 1 }
      bits &= bits - 1
    }
  }

  /// What was counted so far.
  func result(_ query: ModePreviewQuery, isComplete: Bool) throws(StoreError) -> ModePreview {
    let reasons = good.indices.filter { good[$0] + bad[$0] > 0 }.map {
      ModePreview.Because(reason: Reasons(at: $0), good: good[$0], bad: bad[$0])
    }
    return ModePreview(
      query: query, from: window.from, to: window.to, isComplete: isComplete,
      reached: isComplete ? window.to : reached, deniedThen: deniedThen, good: party(suspects: false),
      bad: party(suspects: true), reasons: reasons, hits: try hits(), byRiskAlone: byRiskAlone)
  }

  private func party(suspects: Bool) -> ModePreview.Party {
    var party = ModePreview.Party()
    var wallets: Set<String> = []
    for session in sessions where session.isSuspect == suspects && session.allowedThen.executions > 0 {
      party.sessions += 1
      party.allowedThen.add(session.allowedThen)
      guard session.newlyDenied.executions > 0 else { continue }
      party.sessionsHit += 1
      party.newlyDenied.add(session.newlyDenied)
      wallets.insert(session.wallet)
    }
    party.walletsHit = wallets.count
    return party
  }

  private func hits() throws(StoreError) -> [ModePreview.Hit] {
    var top: [PreviewSession] = []
    for session in sessions where !session.isSuspect && session.newlyDenied.executions > 0 {
      if top.count == ModePreview.hitsMax, let last = top.last, !session.isHitHarder(than: last) { continue }
      top.insert(session, at: top.firstIndex { session.isHitHarder(than: $0) } ?? top.count)
      if top.count > ModePreview.hitsMax { top.removeLast() }
    }
    return try top.map { session throws(StoreError) in
      ModePreview.Hit(
        sessionKey: try Identifier(stored: session.key), wallet: try Identifier(stored: session.wallet),
        allowedThen: session.allowedThen, newlyDenied: session.newlyDenied)
    }
  }
}

extension PreviewSession {
  fileprivate func isHitHarder(than other: PreviewSession) -> Bool {
    let (a, b) = (newlyDenied, other.newlyDenied)
    if a != b { return (a.executions, a.micros) > (b.executions, b.micros) }
    return key < other.key
  }
}
