import Delegation
import PolicyEngine
import SessionStore
import Testing

@Suite struct FilterParsingTests {
  static let refused: [(String, Range<Int>, String)] = [
    ("state:alive", 0..<11, "`alive`: expected one of active, dormant, expired, revoked, pending"),
    ("a state>active", 2..<14, "`>` does not compare `state`: expected `:`"),
    ("colour:red", 0..<10, "`colour` is no field"), ("chain:one", 0..<9, "`one`: expected a chain id"),
    ("chain:", 0..<6, "`chain:`: expected a chain id"), ("spent>lots", 0..<10, "`lots`: expected US dollars"),
    ("spent>1e3%", 0..<10, "`1e3%`: expected percent or dollars"),
    ("expires<5", 0..<9, "`5`: expected a time with its unit"), ("used<-5m", 0..<8, "`-5m`: expected a time"),
    ("used<-60000ms", 0..<13, "`-60000ms`: expected a time"),
    ("used<9999999999999999d", 0..<22, "expected a time"),
    ("execs>-1", 0..<8, "`-1`: expected a whole number"),
    ("cap:", 0..<4, "`cap:`: expected a name"), ("label.:x", 0..<8, "`x`: expected a label's name"),
    ("!", 0..<1, "`!` after `!`: expected a term"),
    ("x \"open", 2..<7, "`\"open` has no end: expected a closing"),
    ("\"a\"b", 3..<4, "`b` stands right behind a quote: expected a blank"),
  ]

  @Test(arguments: refused)
  func `what does not read is named with what was expected`(text: String, range: Range<Int>, message: String)
  {
    let error = #expect(throws: FilterError.self) { try SessionFilter.parse(text) }
    #expect(error?.range == range)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  static let read: [(String, [SessionFilter.Term])] = [
    ("", []), ("  ", []), ("state:Active", [.init(.life(.active))]),
    ("!chain:1", [.init(.chain(1), isNegated: true)]),
    ("cap:swap.*", [.init(.capability(.init(text: "swap.", isPrefix: true)))]),
    ("key:0xAB", [.init(.key(.init(text: "0xab", isPrefix: false)))]),
    ("domain:\"a:b*\"", [.init(.nonceDomain(.init(text: "a:b*", isPrefix: false)))]),
    ("label.App:\"my app\"", [.init(.label(key: "App", value: .init(text: "my app", isPrefix: false)))]),
    ("spent>50%", [.init(.spentPercent(.greater, 50))]),
    ("spent>=$12.5", [.init(.spentValue(.atLeast, Money(micros: 12_500_000) ?? .zero))]),
    ("limit<=100", [.init(.limit(.atMost, Money(micros: 100_000_000) ?? .zero))]),
    ("execs:3", [.init(.executions(.equal, 3))]),
    ("denied=0", [.init(.denied(.equal, 0))]),
    ("expires<5m", [.init(.expires(.less, TimeSpan(seconds: 300)))]),
    ("idle>1d", [.init(.lastUsed(.greater, TimeSpan(seconds: 86_400)))]),
    ("mobile \"two words\"", [.init(.text("mobile")), .init(.text("two words"))]),
    ("\"say \\\"hi\\\" \\\\\"", [.init(.text("say \"hi\" \\"))]),
    // A mark is no part of the blank, quote or sign before it.
    ("a \u{301}b", [.init(.text("a")), .init(.text("\u{301}b"))]),
    ("!\u{301}b", [.init(.text("\u{301}b"), isNegated: true)]),
    ("\"\u{301} b\"", [.init(.text("\u{301} b"))]),
    ("cap:\u{301}*", [.init(.capability(.init(text: "\u{301}", isPrefix: true)))]),
    ("wallet:0x5e…9", [.init(.wallet(.init(text: "0x5e…9", isPrefix: false)))]),
  ]

  @Test(arguments: read)
  func `a filter reads as it is meant`(text: String, terms: [SessionFilter.Term]) throws {
    #expect(try SessionFilter.parse(text).terms == terms)
  }

  @Test(arguments: read)
  func `a filter that is written reads as the same`(text: String, terms: [SessionFilter.Term]) throws {
    let filter = SessionFilter(terms: terms)
    #expect(try SessionFilter.parse(filter.description) == filter, "\(filter.description)")
  }

  @Test(arguments: UInt64(0)..<100)
  func `any filter that is written reads as the same`(seed: UInt64) throws {
    var random = Seeded(seed)
    let filter = SessionFilter.random(&random)
    #expect(try SessionFilter.parse(filter.description) == filter, "seed \(seed): \(filter.description)")
  }
}
