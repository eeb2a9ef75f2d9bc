import Delegation
import PolicyEngine

/// The state as bytes: little, because every execution writes it. Numbers are LEB128, signed ones zigzag.
extension RiskState {
  private static let format: UInt8 = 2

  package var stored: [UInt8] {
    var bytes = ByteWriter(capacity: 32 + records.count * 56)
    bytes.put(UInt64(RiskState.format))
    bytes.put(optional: pace.last)
    bytes.put(UInt64(pace.usualGap))
    bytes.put(UInt64(pace.sum))
    bytes.put(spending)
    bytes.put(UInt64(lastAsked))
    guard !isClean else { return bytes.bytes }
    bytes.put(capabilitiesTried)
    bytes.put(UInt64(floors.reduce(0) { $0 | $1.rawValue }))
    bytes.put(optional: criticalSince)
    bytes.put(UInt64(records.count))
    for record in records { bytes.put(record) }
    return bytes.bytes
  }

  /// - Returns: nil when `bytes` are no state that ``stored`` wrote.
  package init?(stored bytes: UnsafeRawBufferPointer) {
    var reader = ByteReader(bytes)
    guard reader.number() == UInt64(RiskState.format), let last = reader.optionalTime(),
      let usualGap = reader.number(), let sum = reader.number(), let spending = reader.decaying(),
      let asked = reader.number(), let lastAsked = UInt32(exactly: asked)
    else { return nil }
    pace.last = last
    pace.usualGap = Int64(clamping: usualGap)
    pace.sum = Int64(clamping: sum)
    self.spending = spending
    self.lastAsked = lastAsked
    if reader.isAtEnd { return }
    guard let tried = reader.number(), let floorBits = reader.number(),
      let criticalSince = reader.optionalTime(), let count = reader.number(),
      count <= RiskSignal.allCases.count
    else { return nil }
    capabilitiesTried = tried
    floors = Set(RiskFloor.allCases.filter { floorBits & UInt64($0.rawValue) != 0 })
    self.criticalSince = criticalSince
    for _ in 0..<count {
      guard let record = reader.record() else { return nil }
      records.append(record)
    }
    guard reader.isAtEnd else { return nil }
  }
}

private struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func put(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func put(optional time: Timestamp?) { put(time.map { UInt64($0.milliseconds) + 1 } ?? 0) }

  mutating func put(_ sum: Decaying) {
    put(sum.sum)
    if sum.sum > 0 { put(UInt64(sum.block)) }
  }

  mutating func put(_ record: SignalRecord) {
    put(UInt64(record.signal.rawValue))
    put(record.evidence)
    put(record.count)
    put(record.allowed)
    put(record.completing)
    put(optional: record.lastSeen)
    put(UInt64(record.recent.count))
    for sequence in record.recent { put(UInt64(sequence)) }
  }
}

private struct ByteReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func number() -> UInt64? {
    var (result, shift) = (UInt64(0), UInt64(0))
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      result |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return result }
      shift += 7
    }
    return nil
  }

  /// - Returns: nil where there is no number; an inner nil where no time was stored.
  mutating func optionalTime() -> Timestamp?? {
    guard let number = number() else { return nil }
    guard number > 0 else { return .some(nil) }
    return .some(Timestamp(milliseconds: Int64(clamping: number - 1)))
  }

  mutating func decaying() -> Decaying? {
    guard let sum = number() else { return nil }
    if sum == 0 { return Decaying.none }
    return number().map { Decaying(sum: sum, block: Int64(clamping: $0)) }
  }

  mutating func record() -> SignalRecord? {
    guard let position = number(), let signal = RiskSignal(rawValue: Int(clamping: position)),
      let evidence = decaying(), let count = number(), let allowed = number(), let completing = number(),
      let lastSeen = optionalTime() ?? nil, let recents = number(), recents <= SignalRecord.recentMax
    else { return nil }
    var record = SignalRecord(signal)
    record.evidence = evidence
    record.count = count
    record.allowed = allowed
    record.completing = completing
    record.lastSeen = lastSeen
    for _ in 0..<recents {
      guard let sequence = number() else { return nil }
      record.recent.append(Int64(clamping: sequence))
    }
    return record
  }
}
