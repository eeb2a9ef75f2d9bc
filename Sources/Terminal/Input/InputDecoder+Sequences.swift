/// The parameters of a CSI or SS3 sequence, as far as any of ours needs them.
struct ControlSequence: Sendable {
  private(set) var parameters: [Int] = []
  /// Private markers, intermediates, or more parameters than any key has: not a key.
  private(set) var isForeign = false
  private(set) var isEmpty = true

  mutating func add(_ byte: UInt8) {
    isEmpty = false
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      if parameters.isEmpty { parameters.append(0) }
      let last = parameters.count - 1
      parameters[last] = min(parameters[last] * 10 + Int(byte - 0x30), 100_000)
    case UInt8(ascii: ";"):
      if parameters.isEmpty { parameters.append(0) }
      if parameters.count < 8 { parameters.append(0) } else { isForeign = true }
    default: isForeign = true
    }
  }

  /// xterm's second parameter is one more than the sum of shift 1, alt 2, control 4 (meta 8 is alt too).
  var modifiers: Key.Modifiers {
    guard parameters.count > 1, (2...16).contains(parameters[1]) else { return [] }
    let bits = parameters[1] - 1
    var modifiers = Key.Modifiers(rawValue: UInt8(bits & 7))
    if bits & 8 != 0 { modifiers.insert(.alt) }
    return modifiers
  }
}

extension InputDecoder {
  mutating func consumeAfterEscape(_ byte: UInt8) {
    state = .ground
    switch byte {
    case 0x1B:
      emit(Key(.escape))
      state = .escape
    case UInt8(ascii: "["): state = .csi(ControlSequence())
    case UInt8(ascii: "O"): state = .ss3(ControlSequence())
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"): state = .string(bytes: 0, sawEscape: false)
    case 0x00...0x1F, 0x7F: emit(Self.controlKey(byte).adding(.alt))
    case 0x20...0x7E: emit(Key(Unicode.Scalar(byte), .alt))
    default:
      emit(Key(.escape))
      consumeInGround(byte)
    }
  }

  mutating func consumeControl(_ byte: UInt8, _ sequence: ControlSequence) {
    var sequence = sequence
    switch byte {
    case UInt8(ascii: "[") where sequence.isEmpty: state = .linuxFunction
    case UInt8(ascii: "M") where sequence.isEmpty: state = .mouse(left: 3)
    case 0x40...0x7E:
      state = .ground
      finishControl(byte, sequence)
    case 0x00...0x1F, 0x7F:
      giveUp()
      consumeInGround(byte)
    default:
      sequence.add(byte)
      state = .csi(sequence)
    }
  }

  private mutating func finishControl(_ final: UInt8, _ sequence: ControlSequence) {
    if final == UInt8(ascii: "~"), sequence.parameters == [200], !sequence.isForeign {
      state = .paste(PasteCollector())
    } else if let key = Self.key(final: final, sequence) {
      emit(key)
    } else {
      events.append(.unknown)
    }
  }

  mutating func consumeSS3(_ byte: UInt8, _ sequence: ControlSequence) {
    var sequence = sequence
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ";"):
      sequence.add(byte)
      state = .ss3(sequence)
    case 0x00...0x1F, 0x7F...:
      giveUp()
      consumeInGround(byte)
    default:
      state = .ground
      if byte == UInt8(ascii: "M") {
        emit(Key(.enter))  // of the keypad
      } else if byte != UInt8(ascii: "~"), let key = Self.key(final: byte, sequence) {
        emit(key)
      } else {
        events.append(.unknown)
      }
    }
  }

  mutating func consumeLinuxFunction(_ byte: UInt8) {
    state = .ground
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "E"): emit(Key(.function(Int(byte - UInt8(ascii: "A")) + 1)))
    case 0x00...0x1F:
      giveUp()
      consumeInGround(byte)
    default: events.append(.unknown)
    }
  }

  mutating func consumeString(_ byte: UInt8, bytes: Int, sawEscape: Bool) {
    switch byte {
    case UInt8(ascii: "\\") where sawEscape: giveUp()
    case _ where sawEscape:
      giveUp()
      consumeAfterEscape(byte)
    case 0x07, 0x18, 0x1A: giveUp()
    case 0x1B: state = .string(bytes: bytes, sawEscape: true)
    default:
      state = .string(bytes: bytes + 1, sawEscape: false)
      if bytes >= Self.stringBytesMax { giveUp() }
    }
  }

  private static let letters: [UInt8: Key.Code] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
    UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end, UInt8(ascii: "P"): .function(1),
    UInt8(ascii: "Q"): .function(2), UInt8(ascii: "R"): .function(3), UInt8(ascii: "S"): .function(4),
  ]

  private static let numbers: [Int: Key.Code] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5),
    17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10),
    23: .function(11), 24: .function(12), 25: .function(13), 26: .function(14), 28: .function(15),
    29: .function(16), 31: .function(17), 32: .function(18), 33: .function(19), 34: .function(20),
  ]

  /// Nil if it is no key. `CSI row ; column R` is a cursor report unless it can be F3 with a modifier.
  private static func key(final: UInt8, _ sequence: ControlSequence) -> Key? {
    let parameters = sequence.parameters
    guard !sequence.isForeign, parameters.count <= 2 else { return nil }
    if final == UInt8(ascii: "~") {
      guard let number = parameters.first, let code = numbers[number] else { return nil }
      return Key(code, sequence.modifiers)
    }
    guard parameters.isEmpty || parameters[0] <= 1 else { return nil }
    if final == UInt8(ascii: "Z") { return Key(.tab, .shift) }
    guard let code = letters[final] else { return nil }
    return Key(code, sequence.modifiers)
  }
}
