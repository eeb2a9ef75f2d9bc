/// How a text in lower case must be to match; compared byte by byte, as SQL does.
enum TextTest {
  case holds(SoughtBytes)
  case equals([UInt8])
  /// Begins with the one and ends with the other.
  case edges(head: [UInt8], tail: [UInt8])

  init(holds text: String) { self = .holds(SoughtBytes(Array(text.utf8))) }

  /// A name as a filter writes it.
  init(_ pattern: SessionFilter.Pattern) {
    let (head, tail) = pattern.parts
    if let tail {
      self = .edges(head: Array(head.utf8), tail: Array(tail.utf8))
    } else if pattern.isPrefix {
      self = .edges(head: Array(head.utf8), tail: [])
    } else {
      self = .equals(Array(head.utf8))
    }
  }

  func holds(for text: UnsafeRawBufferPointer) -> Bool {
    switch self {
    case .holds(let sought):
      return sought.place(in: text) != nil
    case .equals(let whole): return text.elementsEqual(whole)
    case .edges(let head, let tail):
      return text.count >= max(head.count, tail.count) && text.prefix(head.count).elementsEqual(head)
        && text.suffix(tail.count).elementsEqual(tail)
    }
  }
}

/// The same for texts that are nothing but EVM addresses, which are kept as 20 bytes each: `0x…`, or of a list
/// `␣0x…␣0x…␣`. Most are decided without being spelled.
enum AddressTest {
  case always
  case never
  /// Half bytes that stand somewhere in one address.
  case inside(HalfBytes)
  /// Half bytes that one address begins and ends with.
  case edges(head: [UInt8], tail: [UInt8])
  /// What only the spelled text tells.
  case spelled(TextTest)

  static let size = 20

  init(_ test: TextTest, isList: Bool) {
    switch test {
    case .holds(let sought): self = AddressTest.holding(sought.bytes, test, isList: isList)
    case .equals(let whole) where !isList:
      let digits = AddressTest.digits(afterPrefix: whole[...])
      self = digits.map { $0.count == 40 ? .edges(head: $0, tail: []) : .never } ?? .never
    case .edges(let head, let tail) where !isList:
      guard let first = AddressTest.digits(afterPrefix: head[...]),
        let last = AddressTest.halfBytes(tail[...]),
        first.count <= 40, last.count <= 40
      else {
        self = .spelled(test)
        return
      }
      self = .edges(head: first, tail: last)
    default: self = .spelled(test)
    }
  }

  private static func holding(_ sought: [UInt8], _ test: TextTest, isList: Bool) -> AddressTest {
    let blank = UInt8(ascii: " ")
    if sought.isEmpty || sought == [UInt8(ascii: "0")] { return .always }
    let alphabet = sought.allSatisfy {
      halfByte($0) != nil || $0 == UInt8(ascii: "x") || (isList && $0 == blank)
    }
    guard alphabet else { return .never }
    if let digits = halfBytes(sought[...]) { return digits.count > 40 ? .never : .inside(HalfBytes(digits)) }
    // With the prefix it can only stand where an address begins.
    var rest = sought[...]
    if isList, rest.first == blank { rest = rest.dropFirst() }
    if rest.count == sought.count, rest.first == UInt8(ascii: "x") { rest = [UInt8(ascii: "0")] + rest }
    let isWhole = isList && rest.count == 43 && rest.last == blank
    if isWhole { rest = rest.dropLast() }
    if let digits = digits(afterPrefix: rest), digits.count <= 40 { return .edges(head: digits, tail: []) }
    return .spelled(test)
  }

  /// What follows `0x`; nil where that does not come first.
  private static func digits(afterPrefix text: ArraySlice<UInt8>) -> [UInt8]? {
    text.starts(with: "0x".utf8) ? halfBytes(text.dropFirst(2)) : nil
  }

  private static func halfBytes(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    let digits = text.compactMap(halfByte)
    return digits.count == text.count ? digits : nil
  }

  /// Of a digit in lower case.
  static func halfByte(_ character: UInt8) -> UInt8? {
    switch character {
    case 0x30...0x39: character - 0x30
    case 0x61...0x66: character - 0x61 + 10
    default: nil
    }
  }

  /// - Parameter addresses: 20 bytes for each.
  func holds(for addresses: UnsafeRawBufferPointer, isList: Bool) -> Bool {
    switch self {
    // A list of none is no address.
    case .always: return true
    case .never: return false
    case .inside(let sought):
      guard let start = addresses.baseAddress else { return false }
      return stride(from: 0, to: addresses.count, by: AddressTest.size).contains {
        sought.stands(in: start + $0)
      }
    case .edges(let head, let tail):
      guard let start = addresses.baseAddress else { return false }
      return stride(from: 0, to: addresses.count, by: AddressTest.size).contains {
        AddressTest.begins(start + $0, head) && AddressTest.ends(start + $0, tail)
      }
    case .spelled(let test):
      return AddressTest.spelled(addresses, isList: isList).withUnsafeBytes { test.holds(for: $0) }
    }
  }

  private static func begins(_ address: UnsafeRawPointer, _ head: [UInt8]) -> Bool {
    for (index, sought) in head.enumerated() where HalfBytes.at(index, address) != sought { return false }
    return true
  }

  private static func ends(_ address: UnsafeRawPointer, _ tail: [UInt8]) -> Bool {
    let first = 2 * size - tail.count
    for (index, sought) in tail.enumerated() where HalfBytes.at(first + index, address) != sought {
      return false
    }
    return true
  }

  private static let hex = Array("0123456789abcdef".utf8)

  static func spelled(_ addresses: UnsafeRawBufferPointer, isList: Bool) -> [UInt8] {
    let blank = UInt8(ascii: " ")
    var text: [UInt8] = isList ? [blank] : []
    text.reserveCapacity(addresses.count / size * 43 + 1)
    for (index, byte) in addresses.enumerated() {
      if index % size == 0 { text += [UInt8(ascii: "0"), UInt8(ascii: "x")] }
      text.append(hex[Int(byte >> 4)])
      text.append(hex[Int(byte & 15)])
      if isList, index % size == size - 1 { text.append(blank) }
    }
    return text
  }
}

/// Hexadecimal digits that are looked for in an address, at whichever of its 40 digits they begin.
struct HalfBytes {
  private let digits: [UInt8]
  /// The first two, or of one digit that one, in every byte of a word.
  private let probe: UInt64
  private let even: Pair
  private let odd: Pair

  /// What two bytes that follow one another are where the digits stand; of the second perhaps only its first half counts.
  private struct Pair {
    let first: SIMD16<UInt8>
    let second: SIMD16<UInt8>
    let mask: SIMD16<UInt8>

    init(_ digits: ArraySlice<UInt8>) {
      let four = Array(digits.prefix(4)) + [0, 0, 0, 0]
      first = SIMD16(repeating: four[0] << 4 | four[1])
      second = SIMD16(repeating: four[2] << 4 | four[3])
      mask = SIMD16(repeating: digits.count > 3 ? 0xFF : 0xF0)
    }

    @inline(__always)
    func stands(_ bytes: SIMD16<UInt8>, _ next: SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>> {
      (bytes .== first) .& ((next & mask) .== second)
    }
  }

  init(_ digits: [UInt8]) {
    self.digits = digits
    let first = digits.count > 1 ? digits[0] << 4 | digits[1] : digits.first ?? 0
    probe = UInt64(first) &* 0x0101_0101_0101_0101
    (even, odd) = (Pair(digits[...]), Pair(digits.dropFirst()))
  }

  @inline(__always)
  static func at(_ index: Int, _ address: UnsafeRawPointer) -> UInt8 {
    let byte = address.load(fromByteOffset: index >> 1, as: UInt8.self)
    return index & 1 == 0 ? byte >> 4 : byte & 15
  }

  /// A look at many bytes at a time tells of most addresses that they are not in it.
  @inline(__always)
  func stands(in address: UnsafeRawPointer) -> Bool {
    if digits.count > 3 { return mayStand(in: address) && isFound(address) }
    let (a, b, c) = (word(address, 0), word(address, 8), word(address, 12))
    if digits.count > 1 {
      // Where the digits begin in the middle of a byte, they begin at one of the address shifted by half a byte.
      let even = zero(a ^ probe) | zero(b ^ probe) | zero(c ^ probe)
      let odd = zero((a << 4 | b >> 60) ^ probe) | zero((b << 4) ^ probe) | zero((c << 4) ^ probe)
      return even | odd != 0 && isFound(address)
    }
    let half: UInt64 = 0x0F0F_0F0F_0F0F_0F0F
    return zero((a & half) ^ probe) | zero((b & half) ^ probe) | zero((c & half) ^ probe)
      | zero((a >> 4 & half) ^ probe) | zero((b >> 4 & half) ^ probe) | zero((c >> 4 & half) ^ probe) != 0
  }

  /// Of four digits and more.
  @inline(__always)
  private func mayStand(in address: UnsafeRawPointer) -> Bool {
    func bytes(_ offset: Int) -> SIMD16<UInt8> {
      address.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
    }
    let (first, second, third, fourth) = (bytes(0), bytes(1), bytes(3), bytes(4))
    let hits =
      even.stands(first, second) .| odd.stands(first, second) .| even.stands(third, fourth)
      .| odd.stands(third, fourth)
    let words = unsafeBitCast(hits, to: SIMD2<UInt64>.self)
    return words[0] | words[1] != 0
  }

  @inline(__always)
  private func word(_ address: UnsafeRawPointer, _ offset: Int) -> UInt64 {
    UInt64(bigEndian: address.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Not 0 where a byte is 0 (Mycroft 1987).
  @inline(__always)
  private func zero(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  private func isFound(_ address: UnsafeRawPointer) -> Bool {
    digits.withUnsafeBufferPointer { digits in
      for start in 0...(2 * AddressTest.size - digits.count) where HalfBytes.at(start, address) == digits[0] {
        var length = 1
        while length < digits.count, HalfBytes.at(start + length, address) == digits[length] { length += 1 }
        if length == digits.count { return true }
      }
      return false
    }
  }
}
