import Foundation
import Glibc
import Testing

/// Sizes and bytes that no hand sends.
@Suite(.serialized) struct `storms at the console` {
  @Test(arguments: UInt64(0)..<3) func `of sizes end on a right screen`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let store = try ConsoleStore()
    let console = try store.console()
    try console.wait(for: "0x77aa")
    let sizes = [(1, 1), (24, 80), (2, 200), (60, 1), (10, 40), (23, 79)]
    for count in 0..<200 {
      let free = (Int.random(in: 1...60, using: &random), Int.random(in: 1...200, using: &random))
      let (rows, columns) = Bool.random(using: &random) ? random.pick(sizes) : free
      console.resize(rows: rows, columns: columns)
      if count % 7 == 0 { console.type(random.pick(["j", "k", "2", "1", "?", "\u{1B}"])) }
      if count % 40 == 0 { try console.settle() }
    }
    console.resize(rows: 30, columns: 110)
    try console.leaveAll()
    try console.wait(for: "0x77aa")
    #expect(try console.isWhole(), "seed \(seed)")
    #expect(try store.states() == ["active", "active", "active"])
    #expect(console.terminal.strange.isEmpty, "seed \(seed): \(console.terminal.strange)")
  }

  /// Pieces of what terminals send, whole and cut; letters that act stand inside of sequences only.
  private static let pieces: [String] = [
    "\u{1B}[A", "\u{1B}[B", "\u{1B}OB", "\u{1B}[1;5C", "\u{1B}[5~", "\u{1B}[6~", "\u{1B}[3X",
    "\u{1B}[200~X\nY",
    "\u{1B}[201~", "\u{1B}]0;X\u{07}", "\u{1B}]52;c;WFhY\u{1B}\\", "\u{1B}PX\u{1B}\\", "\u{1B}_X\u{1B}\\",
    "\u{1B}[M !!", "\u{1B}[<0;1;1M", "\u{1B}[7;15R", "\u{1B}[?1;2c", "\u{1B}[[A", "\u{1B}[", "\u{1B}]",
    "\u{1B}",
    "作", "é", "j", "k", "j", "g", "G", "z", "s", "?", "/", "1", "2", "3", "4", "5", "6", "\r", "\t", "\u{7F}",
    " x",
  ]

  private func chunk(_ random: inout SeededRandom, all: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      switch Int.random(in: 0..<4, using: &random) {
      case 0 where all: bytes.append(UInt8.random(in: 0...255, using: &random))
      // A half of a character.
      case 0: bytes.append(random.pick([0xC3, 0xE4, 0xBD, 0x9C, 0xF0, 0x9F, 0xFF, 0x80, 0x00, 0x1C, 0x0C]))
      case 1 where all: bytes += random.pick(["X", "Y", "A", "u", "i", ":", "m", "n", "d", "\r"]).utf8
      default: bytes += random.pick(Self.pieces).utf8
      }
    }
    // Leaving is no accident, and a shell is not here.
    return bytes.filter { ![UInt8(ascii: "q"), 0x03, 0x1A].contains($0) }
  }

  @Test(arguments: (UInt64(0)..<3).flatMap { [($0, true), ($0 + 100, false)] })
  func `of bytes change nothing that they may not, and leave a right screen`(seed: UInt64, isReadOnly: Bool)
    throws
  {
    var random = SeededRandom(seed: seed)
    let store = try ConsoleStore()
    let before = try store.log()
    // A pager that takes keys of its own would wait for ours; one that ends at once gives the terminal back.
    let console = try store.console(
      isReadOnly ? ["--read-only"] : [], environment: ["PAGER": "true", "VISUAL": "true"])
    try console.wait(for: "0x77aa")
    for count in 0..<120 {
      console.type(chunk(&random, all: isReadOnly))
      if count % 5 == 0 { try console.settle() }
      if count % 30 == 0 {
        console.resize(rows: random.pick([1, 10, 30]), columns: random.pick([1, 40, 110]))
      }
      try #require(!console.hasEnded, "seed \(seed), after \(count) chunks")
    }
    console.resize(rows: 30, columns: 110)
    // Whatever is open is closed: a paste, a string of the terminal, a sequence.
    console.type("\u{1B}[201~\u{07}")
    try console.leaveAll()
    try console.wait(for: "0x77aa")
    #expect(try console.isWhole(), "seed \(seed)")
    #expect(console.terminal.strange.isEmpty, "seed \(seed): \(console.terminal.strange)")
    #expect(try store.log() == before, "seed \(seed)")
    console.type("q")
    #expect(try console.end() == .exited(0), "seed \(seed)")
    #expect(console.isRestored, "seed \(seed)")
  }
}
