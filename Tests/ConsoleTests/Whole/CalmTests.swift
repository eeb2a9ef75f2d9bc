import Delegation
import Glibc
import OneScreen
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// What ncurses sends for each screen: nothing for nothing, and little for little.
@Suite(.serialized, .oneScreen) struct CalmTests {
  /// Real ncurses, drawing into a file that has no name.
  private struct Sink: ~Copyable {
    let descriptor: Int32
    private var seen: off_t = 0

    init() throws {
      var template = Array("/tmp/curfew-calm-XXXXXX".utf8CString)
      descriptor = mkstemp(&template)
      unlink(template)
      try #require(descriptor >= 0)
    }

    deinit { close(descriptor) }

    mutating func sent() -> [UInt8] {
      var bytes = [UInt8](repeating: 0, count: 1 << 18)
      let count = max(0, pread(descriptor, &bytes, bytes.count, seen))
      seen += off_t(count)
      return Array(bytes.prefix(count))
    }

    func screen(_ size: ScreenSize, noColor: Bool = false) throws -> CursesScreen {
      var options = CursesScreen.Options()
      options.input = descriptor
      options.output = descriptor
      options.terminal = "xterm-256color"
      options.size = size
      options.requiresTerminal = false
      options.capturesStandardError = false
      options.noColor = noColor
      return try CursesScreen(options)
    }
  }

  @Test(arguments: Place.all) func `a store that says the same again writes not one byte`(place: Place) throws
  {
    for size in Place.sizes {
      var sink = try Sink()
      var screen = try sink.screen(size)
      var desk = try place.desk(size: size)
      screen.draw(desk.frame.canvas, cursor: desk.frame.cursor)
      #expect(!sink.sent().isEmpty)
      screen.draw(desk.frame.canvas, cursor: desk.frame.cursor)
      #expect(sink.sent().isEmpty, "the same frame, \(size)")
      for _ in 0..<3 {
        desk.send(.storeChanged)
        desk.effects += desk.model.reloadAll()
        desk.answer()
        desk.send(.tick)
        desk.send(.resized(size))
        desk.look()
        screen.draw(desk.frame.canvas, cursor: desk.frame.cursor)
        #expect(sink.sent().isEmpty, "the same answers, \(size)")
      }
    }
  }

  @Test(arguments: Place.all) func `NO_COLOR sends no colour`(place: Place) throws {
    var sink = try Sink()
    var screen = try sink.screen(ScreenSize(rows: 40, columns: 120), noColor: true)
    screen.draw(try place.desk(size: screen.size).frame.canvas)
    let text = String(decoding: sink.sent(), as: UTF8.self)
    let numbers = text.matches(of: /\u{1B}\[([0-9;]*)m/).flatMap { $0.output.1.split(separator: ";") }
    let plain: Set<Substring> = ["0", "1", "2", "4", "7", "22", "24", "27", "39", "49", "10"]
    #expect(numbers.allSatisfy(plain.contains), "\(Set(numbers).subtracting(plain))")
    #expect(numbers.contains("7"), "something is marked all the same")
  }

  @Test(arguments: ["sessions", "alerts"]) func `a move of the cursor costs few bytes`(name: String) throws {
    let place = try #require(Place.screens.first { $0.name == name })
    // Every cell of two rows changes its look: their text has to be sent again.
    for (size, most) in [(ScreenSize(rows: 24, columns: 80), 320), (ScreenSize(rows: 40, columns: 120), 450)]
    {
      var sink = try Sink()
      var screen = try sink.screen(size)
      var desk = try place.desk(size: size, rows: (1...30).map { row(key($0), risk: risk($0 * 3, .burst)) }) {
        $0.alerts = (1...30).map { alert($0, subject: "mobile", session: key(1)) }
      }
      screen.draw(desk.frame.canvas)
      for _ in 0..<6 {
        _ = sink.sent()
        desk.press("j")
        screen.draw(desk.frame.canvas)
        let count = sink.sent().count
        #expect((1...most).contains(count), "\(count) bytes at \(size)")
      }
    }
  }
}
