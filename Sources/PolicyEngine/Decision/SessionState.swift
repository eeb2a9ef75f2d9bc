package import Delegation

/// What a decision looks at of one session. Totals are over allowed executions only: a denied one changes nothing.
package struct SessionState: Sendable {
  package let envelope: Envelope
  /// The envelope's, else the time of the grant.
  package let issuedAt: Timestamp
  /// The latest extension's, at first the envelope's.
  package var expiresAt: Timestamp
  /// The earliest effective time of any standing revocation.
  package var revokedFrom: Timestamp?
  package var lastAttested: Timestamp?
  /// The latest of `issuedAt`, `lastAttested` and the last allowed execution.
  package var lastActive: Timestamp
  package var spent: Money
  package var allowedCount: UInt64
  /// Accepted nonces in the envelope's domain: no other domain can ever accept one.
  package var nonces: NonceWindow
  /// Kept only where the envelope has a spend window.
  package var windowSpend: WindowSpend

  package init(envelope: Envelope, grantedAt: Timestamp) {
    self.envelope = envelope
    issuedAt = envelope.issuedAt ?? grantedAt
    expiresAt = envelope.expiresAt
    lastActive = issuedAt
    spent = .zero
    allowedCount = 0
    nonces = NonceWindow()
    windowSpend = WindowSpend()
  }

  package mutating func attest(at time: Timestamp) {
    lastAttested = max(lastAttested ?? time, time)
    lastActive = max(lastActive, time)
  }

  /// Enters an execution that was allowed at `time`.
  package mutating func record(_ request: ExecutionRequest, allowedAt time: Timestamp) {
    spent = Money(micros: spent.micros + request.value.micros) ?? .max
    allowedCount += 1
    lastActive = max(lastActive, time)
    nonces.accept(request.nonce)
    if let window = envelope.spendWindow { windowSpend.add(request.value, at: time, window: window.length) }
  }
}

/// Values allowed lately, oldest first. Times never go back, so what has left the window never returns.
package struct WindowSpend: Sendable {
  package struct Spend: Hashable, Sendable {
    package let at: Timestamp
    package let value: Money

    package init(at: Timestamp, value: Money) {
      self.at = at
      self.value = value
    }
  }

  private var spends: [Spend] = []
  /// Where the entries that may still count begin.
  private var first = 0
  /// The micro-dollars from `first` on, so that a total takes no walk over the whole window.
  private var sum: UInt64 = 0

  package init() {}

  /// Spends as they were stored, oldest first.
  package init(_ spends: [Spend]) {
    self.spends = spends
    sum = spends.reduce(0) { $0 + $1.value.micros }
  }

  /// The micro-dollars allowed in (`time` − `window`, `time`].
  package func total(at time: Timestamp, window: TimeSpan) -> UInt64 {
    var total = sum
    for spend in spends[first...] {
      guard time - spend.at >= window else { break }
      total -= spend.value.micros
    }
    return total
  }

  /// Forgets what has left the window at `time`: times never go back, so it never counts again.
  package mutating func prune(at time: Timestamp, window: TimeSpan) {
    while first < spends.count, time - spends[first].at >= window {
      sum -= spends[first].value.micros
      first += 1
    }
    if first > 32 && first * 2 > spends.count {
      spends.removeFirst(first)
      first = 0
    }
  }

  package mutating func add(_ value: Money, at time: Timestamp, window: TimeSpan) {
    prune(at: time, window: window)
    sum += value.micros
    // Executions of one moment are one entry: a burst within a millisecond takes no memory.
    if let last = spends.last, spends.count > first, last.at == time,
      let sum = Money(micros: last.value.micros + value.micros)
    {
      spends[spends.count - 1] = Spend(at: time, value: sum)
    } else {
      spends.append(Spend(at: time, value: value))
    }
  }
}
