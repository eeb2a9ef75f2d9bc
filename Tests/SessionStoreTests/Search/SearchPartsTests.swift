import Delegation
import Foundation
import Testing

@testable import SessionStore

@Suite struct SearchPartsTests {
  /// What may be looked for in addresses: pieces of them, and what only looks like one.
  private func sought(_ text: String, _ random: inout Seeded) -> [UInt8] {
    let bytes = Array(text.utf8)
    let first = Int.random(in: 0..<bytes.count, using: &random)
    let piece = Array(bytes[first..<min(bytes.count, first + random.pick([0, 1, 2, 3, 5, 41, 42, 44, 90]))])
    let odd = [" ", "0x", "x0", " x1", "00x", "zz", "0x 0x", "ff "].map { Array($0.utf8) }
    return random.chance(70)
      ? piece : random.chance(50) ? random.pick(odd) : piece + [random.pick(Array("0fx z".utf8))]
  }

  @Test(arguments: UInt64(0)..<40, [true, false])
  func `an address as bytes matches what it matches when it is spelled`(seed: UInt64, isList: Bool) throws {
    var random = Seeded(seed)
    for _ in 0..<200 {
      let bytes = (0..<AddressTest.size * (isList ? random.pick([1, 2, 3]) : 1)).map { _ in
        UInt8.random(in: .min ... .max, using: &random)
      }
      let spelled = bytes.withUnsafeBytes { AddressTest.spelled($0, isList: isList) }
      let text = String(decoding: spelled, as: UTF8.self)
      let tests: [TextTest] = [
        .holds(SoughtBytes(sought(text, &random))),
        .equals(random.chance(50) ? spelled : sought(text, &random)),
        .edges(head: Array(spelled.prefix(random.pick([0, 1, 2, 5, 42]))), tail: sought(text, &random)),
        .edges(head: sought(text, &random), tail: Array(spelled.suffix(random.pick([0, 1, 4, 40, 42])))),
      ]
      for test in tests {
        let expected = spelled.withUnsafeBytes { test.holds(for: $0) }
        let answer = bytes.withUnsafeBytes {
          AddressTest(test, isList: isList).holds(for: $0, isList: isList)
        }
        #expect(answer == expected, "seed \(seed): \(test) in \(text)")
      }
    }
  }

  @Test(arguments: [0, 1 << 30])
  func `texts are stored once and read back, in memory and out of it`(memory: Int) throws {
    let folder = try Folder()
    let column = TextColumn(isList: false, place: TextPlace(memory: memory, folder: folder.url.path))
    var random = Seeded(5)
    var texts: [String] = []
    var numbers: [String: UInt32] = [:]
    for index in 0..<20_000 {
      let text = random.pick([
        "name-\(index)", "Name-\(index % 100)", "0x\(String(repeating: "a", count: 35))\(10000 + index)",
      ])
      let number = try column.number(of: TextRecord.make(Array(text.utf8), isList: false))
      if let known = numbers[text] { #expect(known == number, "\(text)") } else { texts.append(text) }
      numbers[text] = number
    }
    #expect(column.count == texts.count)
    for (number, text) in texts.enumerated() {
      let folded = try column.with(number) { record in
        record.form == .addresses
          ? String(decoding: AddressTest.spelled(record.text, isList: false), as: UTF8.self)
          : String(decoding: record.written, as: UTF8.self)
      }
      #expect(folded == text)
    }
    let found = try column.matching([TextTest(holds: "name-77")])
    #expect(found.members == texts.filter { $0.lowercased().contains("name-77") }.count)
  }

  @Test func `what cannot be written out stays in memory`() throws {
    let place = TextPlace(memory: 0, folder: "/nowhere")
    #expect(place.put([1, 2, 3]) == nil)
    #expect(place.inMemory == 3)
  }

  @Test(arguments: UInt64(0)..<30)
  func `a window is what a sort would give`(seed: UInt64) throws {
    struct Given: Ranking {
      let ranks: [Int64]
      func rank(_ place: Int) -> Int64 { ranks[place] }
    }
    var random = Seeded(seed)
    let count = random.pick([1, 63, 64, 1000])
    let spread = random.pick([[0], [0, 1], [Int64.min, -1, 0, .max], [1, 5, 70_000, 5_000_000_000]])
    let order = Given(ranks: (0..<count).map { _ in random.pick(spread) &+ (random.chance(50) ? 0 : 3) })
    var found = Bits(count: count)
    for place in 0..<count where random.chance(70) { found.insert(place) }
    let sorted = (0..<count).filter { found[$0] }.sorted { (order.ranks[$0], -$0) < (order.ranks[$1], -$1) }
    for _ in 0..<20 where !sorted.isEmpty {
      let first = Int.random(in: 0..<sorted.count, using: &random)
      let last = Int.random(in: first...sorted.count, using: &random)
      #expect(SearchOrder(found, order).window(first..<last) == Array(sorted[first..<last]), "seed \(seed)")
      #expect(SearchOrder(found, order).position(of: sorted[first]) == first, "seed \(seed)")
    }
  }

  @Test func `groups with the same rank stand by their names, however many`() throws {
    let folder = try Folder()
    let names = TextColumn(isList: false, place: TextPlace(memory: 0, folder: folder.url.path))
    var random = Seeded(8)
    let texts = (0..<9000).map { "session:\(random.pick(["web", "Web"])):\($0)" }.shuffled(using: &random)
    var ranks: [GroupRank] = []
    for (index, text) in texts.enumerated() {
      _ = try names.number(of: TextRecord.make(Array(text.utf8), isList: false))
      var rank = GroupRank()
      rank.add(index % 900 == 0 ? 4000 : 100)
      ranks.append(rank)
    }
    let numbers = Slab<UInt32>()
    for index in 0..<9000 { numbers.append(UInt32(index)) }
    let window = GroupWindow(TextMembers(texts: names, numbers: numbers.base), ranks)
    let sorted = texts.indices.sorted {
      ranks[$0].rank != ranks[$1].rank
        ? ranks[$0].rank < ranks[$1].rank : texts[$0].utf8.lexicographicallyPrecedes(texts[$1].utf8)
    }
    for positions in [0..<200, 5..<15, 4000..<4200, 8990..<9000, 0..<0] {
      #expect(try window.groups(positions).map { texts[$0] } == sorted[positions].map { texts[$0] })
    }
  }
}
