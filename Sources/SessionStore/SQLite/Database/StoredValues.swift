import Delegation
import GRDB
import PolicyEngine

extension Identifier {
  /// As it stands in a column.
  init(stored text: String) throws(StoreError) {
    do throws(Identifier.Problem) {
      self = try Identifier(text)
    } catch {
      throw .corrupt(message: "`\(text)` is no identifier")
    }
  }
}

extension Scope {
  init(stored text: String) throws(StoreError) {
    do {
      self = try Scope(try parseJSON(text.utf8), path: "scope")
    } catch {
      throw StoreError.corrupt(message: "`\(text)` is no scope")
    }
  }
}

extension Envelope {
  init(stored bytes: UnsafeRawBufferPointer) throws(StoreError) {
    do {
      self = try Envelope(try parseJSON(bytes))
    } catch {
      throw StoreError.corrupt(message: "an envelope does not read: \(error)")
    }
  }
}

extension Money {
  init(stored micros: Int64) throws(StoreError) {
    guard let micros = UInt64(exactly: micros), let money = Money(micros: micros) else {
      throw .corrupt(message: "\(micros) micro-dollars are out of range")
    }
    self = money
  }
}

extension Query {
  func time(_ column: Int32) -> Timestamp { Timestamp(milliseconds: int(column)) }
  func optionalTime(_ column: Int32) -> Timestamp? { optionalInt(column).map(Timestamp.init(milliseconds:)) }
  func money(_ column: Int32) throws(StoreError) -> Money { try Money(stored: int(column)) }
  func identifier(_ column: Int32) throws(StoreError) -> Identifier { try Identifier(stored: text(column)) }

  func plane(_ column: Int32) throws(StoreError) -> Plane {
    guard let plane = Plane(rawValue: text(column)) else {
      throw .corrupt(message: "`\(text(column))` is no plane")
    }
    return plane
  }

  /// A nonce: an integer where it fits one, else its decimal digits.
  func nonce(_ column: Int32) throws(StoreError) -> UInt64 {
    guard let nonce = UInt64(text(column)) else { throw .corrupt(message: "`\(text(column))` is no nonce") }
    return nonce
  }

  func bind(_ position: Int32, nonce: UInt64) {
    if let small = Int64(exactly: nonce) { bind(position, small) } else { bind(position, String(nonce)) }
  }
}

extension SQLValue {
  static func time(_ time: Timestamp?) -> SQLValue { int(time?.milliseconds) }
}

extension NonceWindow {
  /// - Parameter highest: the bits of the greatest accepted nonce.
  init(storedHighest highest: Int64, _ bytes: UnsafeRawBufferPointer) throws(StoreError) {
    let words = stride(from: 0, to: bytes.count - 7, by: 8).map {
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self))
    }
    guard let window = NonceWindow(highest: UInt64(bitPattern: highest), accepted: words) else {
      throw .corrupt(message: "a nonce window has \(bytes.count) bytes")
    }
    self = window
  }

  var stored: [UInt8] {
    accepted.map(\.littleEndian).withUnsafeBytes { Array($0) }
  }
}
