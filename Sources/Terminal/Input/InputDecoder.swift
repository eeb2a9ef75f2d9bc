/// Turns the raw bytes of a terminal into keys, however they are split over reads.
///
/// Holds no clock: the caller says when bytes came, and asks ``deadline`` when to come back. Sequences
/// that mean nothing are swallowed whole: no part of one is ever taken for letters, which are commands.
package struct InputDecoder: Sendable {
  /// A lone Esc is a key after this; the bytes of a sequence come together.
  package static let escapeMilliseconds: Int64 = 25
  /// An unfinished sequence is given up after this much silence.
  package static let sequenceMilliseconds: Int64 = 500
  /// A paste whose end never comes is over after this much silence.
  package static let pasteMilliseconds: Int64 = 10_000
  /// What is pasted beyond is thrown away.
  package static let pasteBytesMax = 65_536
  /// A reply of the terminal that is longer is no reply.
  static let stringBytesMax = 65_536

  enum State: Sendable {
    case ground
    case escape
    case csi(ControlSequence)
    case ss3(ControlSequence)
    /// The Linux console's F1 … F5: `ESC [ [ A`.
    case linuxFunction
    /// The three bytes of an old mouse report.
    case mouse(left: Int)
    /// OSC, DCS or APC up to its terminator.
    case string(bytes: Int, sawEscape: Bool)
    case utf8(UTF8Assembly)
    case paste(PasteCollector)
  }

  var state = State.ground
  var events: [InputEvent] = []
  private var lastByteAt: Int64 = 0
  /// When an Esc was given up for a key: what is left of a slow sequence may still come.
  private var gaveUpEscapeAt: Int64?

  package init() {}

  /// When ``expire(atMilliseconds:)`` has something to do; nil if nothing is pending.
  package var deadline: Int64? {
    switch state {
    case .ground: nil
    case .escape: lastByteAt + Self.escapeMilliseconds
    case .paste: lastByteAt + Self.pasteMilliseconds
    default: lastByteAt + Self.sequenceMilliseconds
    }
  }

  /// Takes the bytes of one read.
  package mutating func feed(_ bytes: some Collection<UInt8>, atMilliseconds now: Int64) -> [InputEvent] {
    guard !bytes.isEmpty else { return [] }
    resume(with: bytes, at: now)
    lastByteAt = now
    for byte in bytes { consume(byte) }
    defer { events.removeAll() }
    return events
  }

  /// Ends what has been pending until its deadline: a lone Esc becomes the key.
  package mutating func expire(atMilliseconds now: Int64) -> [InputEvent] {
    guard let deadline, now >= deadline else { return [] }
    defer { events.removeAll() }
    switch state {
    case .escape:
      emit(Key(.escape))
      gaveUpEscapeAt = now
    case .paste(let collector): events.append(.paste(collector.text))
    default: events.append(.unknown)
    }
    state = .ground
    return events
  }

  /// A slow line, or a busy program, tears Esc from the rest of its sequence. No one types `[` and the
  /// next key within one read, so that such a read goes on with the sequence.
  private mutating func resume(with bytes: some Collection<UInt8>, at now: Int64) {
    let second = bytes.dropFirst().first
    let first = bytes.first
    let continues = second != nil && (first == UInt8(ascii: "[") || first == UInt8(ascii: "O"))
    if let gaveUp = gaveUpEscapeAt {
      gaveUpEscapeAt = nil
      if continues, now - gaveUp <= Self.sequenceMilliseconds { state = .escape }
    } else if case .escape = state, now - lastByteAt >= Self.escapeMilliseconds, !continues {
      emit(Key(.escape))
      state = .ground
    }
  }

  mutating func emit(_ key: Key) { events.append(.key(key)) }

  mutating func giveUp() {
    events.append(.unknown)
    state = .ground
  }

  private mutating func consume(_ byte: UInt8) {
    switch state {
    case .ground: consumeInGround(byte)
    case .escape: consumeAfterEscape(byte)
    case .csi(let sequence): consumeControl(byte, sequence)
    case .ss3(let sequence): consumeSS3(byte, sequence)
    case .linuxFunction: consumeLinuxFunction(byte)
    // A report has no controls: what was cut off must not swallow the beginning of the next sequence.
    case .mouse where byte < 0x20:
      giveUp()
      consumeInGround(byte)
    case .mouse(let left):
      state = .mouse(left: left - 1)
      if left == 1 { giveUp() }
    case .string(let bytes, let sawEscape): consumeString(byte, bytes: bytes, sawEscape: sawEscape)
    case .utf8(let assembly): consumeUTF8(byte, assembly)
    case .paste(var collector):
      state = .ground  // so that the collector's bytes have one owner and are not copied
      if collector.add(byte) {
        events.append(.paste(collector.text))
      } else {
        state = .paste(collector)
      }
    }
  }

  mutating func consumeInGround(_ byte: UInt8) {
    switch byte {
    case 0x1B: state = .escape
    case 0x00...0x1F, 0x7F: emit(Self.controlKey(byte))
    case 0x20...0x7E: emit(Key(Unicode.Scalar(byte)))
    default:
      if let assembly = UTF8Assembly(lead: byte) { state = .utf8(assembly) } else { events.append(.unknown) }
    }
  }

  /// Line feed is Enter too: scripts and some terminals send it.
  static func controlKey(_ byte: UInt8) -> Key {
    switch byte {
    case 0x00: Key(" ", .control)
    case 0x08, 0x7F: Key(.backspace)
    case 0x09: Key(.tab)
    case 0x0A, 0x0D: Key(.enter)
    case 0x1B: Key(.escape)
    case 0x01...0x1A: Key(Unicode.Scalar(byte + 0x60), .control)
    default: Key(Unicode.Scalar(byte &+ 0x40), .control)
    }
  }

  private mutating func consumeUTF8(_ byte: UInt8, _ assembly: UTF8Assembly) {
    var assembly = assembly
    switch assembly.add(byte) {
    case .more: state = .utf8(assembly)
    case .done(let scalar):
      state = .ground
      // C1 controls are no keys
      if scalar.properties.generalCategory == .control { events.append(.unknown) } else { emit(Key(scalar)) }
    case .broken:
      giveUp()
      consumeInGround(byte)
    }
  }
}
