package import Delegation
package import PolicyEngine

/// All that is remembered of a session to score it: no event is read twice.
package struct RiskState: Hashable, Sendable {
  /// In the signals' order; a signal that was never seen has none.
  package internal(set) var records: [SignalRecord] = []
  /// The session's pace.
  package internal(set) var pace = Pace()
  /// Shares of the budget spent lately, in millionths.
  package internal(set) var spending = Decaying.none
  /// Capabilities that it tried without having them, as bits of a hash.
  package internal(set) var capabilitiesTried: UInt64 = 0
  /// The fingerprint of its latest request; 0: none yet.
  package internal(set) var lastAsked: UInt32 = 0
  package internal(set) var floors: Set<RiskFloor> = []
  /// When it first became critical; nil when it never was, or an operator said that it was noise.
  package var criticalSince: Timestamp?

  package init() {}

  /// Whether any signal was ever seen: of a session without, the score is the least there is.
  package var isClean: Bool { records.isEmpty && floors.isEmpty && criticalSince == nil }

  package func record(of signal: RiskSignal) -> SignalRecord? { records.first { $0.signal == signal } }

  package mutating func set(_ floor: RiskFloor) { floors.insert(floor) }

  /// - Returns: those that stood.
  package mutating func clearFloors() -> [RiskFloor] {
    defer { floors = [] }
    return floors.sorted()
  }

  mutating func withRecord(of signal: RiskSignal, _ body: (inout SignalRecord) -> Void) {
    if let index = records.firstIndex(where: { $0.signal >= signal }) {
      if records[index].signal != signal { records.insert(SignalRecord(signal), at: index) }
      body(&records[index])
    } else {
      records.append(SignalRecord(signal))
      body(&records[records.count - 1])
    }
  }

  /// The state under another model's half-lives, from `time` on: evidence keeps what it says at that moment.
  package func rebased(at time: Timestamp, from old: HalfLives, to new: HalfLives) -> RiskState {
    var state = self
    for index in state.records.indices {
      let signal = state.records[index].signal
      guard !signal.isState, old[signal] != new[signal] else { continue }
      state.records[index].evidence = state.records[index].evidence.rebased(
        at: time, from: old[signal], to: new[signal])
    }
    if old.spending != new.spending {
      state.spending = state.spending.rebased(at: time, from: old.spending, to: new.spending)
    }
    return state
  }
}

extension RiskSignal {
  /// A state holds until something ends it; the others are events whose evidence decays.
  package var isState: Bool { !decays }
}

/// How fast a session acts, and whether that is a burst: a CUSUM of the log-likelihood ratio of exponential gaps, the
/// usual pace against one `burstRatio` times as fast (Kleinberg 2002; Page 1954).
package struct Pace: Hashable, Sendable {
  package internal(set) var last: Timestamp?
  /// The usual gap in milliseconds, a slow average that stands still while a burst is suspected, from half to twice the
  /// policy's; 0: none yet.
  package internal(set) var usualGap: Int64 = 0
  /// In millionths of a nat.
  package internal(set) var sum: Int64 = 0

  private static let standardRatio = RiskModel.standard[.burstRatio]
  private static let lnStandard = ln(standardRatio)

  private static func ln(_ ratio: Int64) -> Int64 {
    FixedPoint.log2(UInt64(ratio), over: 1_000_000) * 693_147 / 1_000_000
  }

  private static let longestGap: Int64 = 600_000
  private static let shortestGap: Int64 = 250
  /// Where the sum stays: a long burst is over as soon as a short one.
  private static let sumMax: Int64 = 40_000_000

  /// - Returns: whether the session is in a burst.
  mutating func step(at time: Timestamp, model: RiskModel) -> Bool {
    guard let last else {
      self.last = time
      usualGap = model.usualGap.milliseconds
      return false
    }
    // A clock that went back counts as no time at all.
    let gap = max(0, (time - last).milliseconds)
    self.last = max(last, time)
    let ratio = max(2_000_000, model[.burstRatio])
    // ln(ratio): a logarithm for every event of every session would cost more than the rest of its scoring.
    let gain = ratio == Pace.standardRatio ? Pace.lnStandard : Pace.ln(ratio)
    let loss = min(gap, Pace.longestGap) * (ratio - 1_000_000) / max(usualGap, Pace.shortestGap)
    sum = min(max(0, sum + gain - loss), Pace.sumMax)
    if sum == 0 {
      // A pause counts as twice the usual gap: one long one says nothing of the pace.
      let learnt = usualGap + (min(gap, 2 * usualGap) - usualGap) / 8
      let standard = model.usualGap.milliseconds
      usualGap = min(max(learnt, standard / 2), standard * 2)
    }
    return sum > model[.burstOver]
  }
}
