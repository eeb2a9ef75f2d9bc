/// The 1,600 bits of Keccak-f[1600]: five planes (y = 0 to 4) of five lanes (x = a to e).
///
/// Planes are plain structs, so that a round stays in registers and never touches the heap.
struct KeccakState {
  /// Bytes that one block feeds in, at a capacity of 512 bits: seventeen lanes.
  static let rate = 136

  private(set) var first = KeccakPlane()
  private var second = KeccakPlane()
  private var third = KeccakPlane()
  private var fourth = KeccakPlane()
  private var fifth = KeccakPlane()

  /// Mixes in one block of exactly ``rate`` bytes.
  mutating func absorb(_ block: UnsafeRawBufferPointer) {
    first ^= KeccakPlane(block, at: 0)
    second ^= KeccakPlane(block, at: 40)
    third ^= KeccakPlane(block, at: 80)
    fourth.a ^= KeccakPlane.lane(block, at: 120)
    fourth.b ^= KeccakPlane.lane(block, at: 128)
    for constant in Self.roundConstants { round(constant) }
  }

  private mutating func round(_ constant: UInt64) {
    // Theta: every lane takes the parity of two columns beside it.
    let parity = first ^ second ^ third ^ fourth ^ fifth
    let mix = KeccakPlane(
      parity.e ^ turn(parity.b, 1), parity.a ^ turn(parity.c, 1), parity.b ^ turn(parity.d, 1),
      parity.c ^ turn(parity.e, 1), parity.d ^ turn(parity.a, 1))
    let (v, w, x, y, z) = (first ^ mix, second ^ mix, third ^ mix, fourth ^ mix, fifth ^ mix)
    // Rho and pi: every lane turns by its own amount and moves; then chi, plane by plane.
    first = KeccakPlane(v.a, turn(w.b, 44), turn(x.c, 43), turn(y.d, 21), turn(z.e, 14)).chi
    second = KeccakPlane(turn(v.d, 28), turn(w.e, 20), turn(x.a, 3), turn(y.b, 45), turn(z.c, 61)).chi
    third = KeccakPlane(turn(v.b, 1), turn(w.c, 6), turn(x.d, 25), turn(y.e, 8), turn(z.a, 18)).chi
    fourth = KeccakPlane(turn(v.e, 27), turn(w.a, 36), turn(x.b, 10), turn(y.c, 15), turn(z.d, 56)).chi
    fifth = KeccakPlane(turn(v.c, 62), turn(w.d, 55), turn(x.e, 39), turn(y.a, 41), turn(z.b, 2)).chi
    // Iota: a constant keeps the rounds apart.
    first.a ^= constant
  }

  private static let roundConstants: [UInt64] = [
    0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808a, 0x8000_0000_8000_8000,
    0x0000_0000_0000_808b, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
    0x0000_0000_0000_008a, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000a,
    0x0000_0000_8000_808b, 0x8000_0000_0000_008b, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
    0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800a, 0x8000_0000_8000_000a,
    0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
  ]
}

/// Five lanes with the same y.
struct KeccakPlane {
  var a: UInt64 = 0
  var b: UInt64 = 0
  var c: UInt64 = 0
  var d: UInt64 = 0
  var e: UInt64 = 0

  init() {}

  init(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64, _ e: UInt64) {
    (self.a, self.b, self.c, self.d, self.e) = (a, b, c, d, e)
  }

  init(_ block: UnsafeRawBufferPointer, at offset: Int) {
    self.init(
      Self.lane(block, at: offset), Self.lane(block, at: offset + 8), Self.lane(block, at: offset + 16),
      Self.lane(block, at: offset + 24), Self.lane(block, at: offset + 32))
  }

  static func lane(_ block: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
    UInt64(littleEndian: block.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// The one step that is not linear.
  var chi: KeccakPlane {
    KeccakPlane(a ^ (~b & c), b ^ (~c & d), c ^ (~d & e), d ^ (~e & a), e ^ (~a & b))
  }

  static func ^ (left: KeccakPlane, right: KeccakPlane) -> KeccakPlane {
    KeccakPlane(
      left.a ^ right.a, left.b ^ right.b, left.c ^ right.c, left.d ^ right.d, left.e ^ right.e)
  }

  static func ^= (left: inout KeccakPlane, right: KeccakPlane) { left = left ^ right }
}

/// Turns a lane left by 1 to 63 bits.
private func turn(_ lane: UInt64, _ bits: UInt64) -> UInt64 {
  lane &<< bits | lane &>> (64 &- bits)
}
