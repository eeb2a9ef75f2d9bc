import Delegation
import Terminal
import Traffic

/// Times of repeated work, as a bench reports them.
struct Samples {
  private var nanoseconds: [Double] = []

  /// Times `body` once and divides by `count`.
  mutating func time(per count: Int, _ body: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    let start = clock.now
    try body()
    add(clock.now - start, per: count)
  }

  mutating func add(_ elapsed: Duration, per count: Int = 1) {
    let total = Double(elapsed.components.seconds) * 1e9 + Double(elapsed.components.attoseconds) / 1e9
    nanoseconds.append(total / Double(count))
  }

  func percentile(_ share: Double) -> Double {
    let sorted = nanoseconds.sorted()
    guard !sorted.isEmpty else { return .nan }
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  var median: Double { percentile(0.5) }
}

/// `123 ns`, `1.23 µs`, `12.3 ms`, `1.23 s`: three figures.
func duration(_ nanoseconds: Double) -> String {
  let units: [(Double, String)] = [(1e9, "s"), (1e6, "ms"), (1e3, "µs")]
  let (scale, unit) = units.first { nanoseconds >= $0.0 } ?? (1, "ns")
  let value = nanoseconds / scale
  let decimals = value >= 100 ? 1.0 : value >= 10 ? 10.0 : 100.0
  return "\((value * decimals).rounded() / decimals) \(unit)"
}

func perSecond(_ nanoseconds: Double) -> String { "\(Int(1e9 / nanoseconds)) a second" }

func report(_ name: String, _ value: String, _ note: String = "") throws {
  let output = Output()
  let padded = name + String(repeating: " ", count: max(1, 44 - name.unicodeScalars.count))
  try output.line(SafeText("\(padded)\(value)\(note.isEmpty ? "" : "   \(note)")"))
  try output.flush()
}

/// Keeps the optimiser from dropping what was measured.
@inline(never)
func keep<T>(_ value: T) { withExtendedLifetime(value) {} }

/// Envelopes and requests that the starter policy takes, by number.
enum BenchData {
  static func envelope(_ index: Int, expiresAt: Timestamp) throws -> Envelope {
    var random = SplitMix64(seed: UInt64(index) &+ 0xC0FFEE)
    return Envelope(
      sessionKey: try Identifier(random.address()), wallet: try Identifier(random.address()),
      capabilities: [try Identifier("nft.list")], maxValue: .max,
      destinations: .shared([try Identifier(random.address()), try Identifier(random.address())]), chainID: 1,
      expiresAt: expiresAt, nonceDomain: try Identifier("session:mobile:\(index)"))
  }

  static func request(
    for envelope: Envelope, nonce: UInt64, id: String? = nil
  ) throws -> ExecutionRequest {
    guard case .shared(let list) = envelope.destinations, let destination = list.last else {
      throw Failure("the bench's envelope has no destination")
    }
    return ExecutionRequest(
      requestID: id ?? "b-\(nonce)", sessionKey: envelope.sessionKey, capability: envelope.capabilities[0],
      destination: destination, chainID: 1, value: Money(micros: 10_000) ?? .zero,
      nonceDomain: envelope.nonceDomain, nonce: nonce)
  }
}
