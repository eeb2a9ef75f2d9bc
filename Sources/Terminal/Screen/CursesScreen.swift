import CCurses
import Glibc

package struct ScreenSize: Hashable, Sendable {
  package let rows: Int
  package let columns: Int

  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }
}

/// Where the terminal's own cursor shows.
package struct CursorPlace: Hashable, Sendable {
  package let row: Int
  package let column: Int

  package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// The terminal, taken over: raw keys, alternate screen, bracketed paste. Leaving scope gives it back.
///
/// Not for several tasks at once: whoever holds it draws. The process's main thread is not needed.
package struct CursesScreen: ~Copyable {
  package struct Options: Sendable {
    package var input: Int32 = STDIN_FILENO
    package var output: Int32 = STDOUT_FILENO
    /// Name in the terminfo database; nil reads `TERM`.
    package var terminal: String?
    /// Nil asks the terminal.
    package var size: ScreenSize?
    /// Nil is what terminfo says.
    package var depth: ColorDepth?
    package var noColor = false
    /// Off only for tests that draw into a file.
    package var requiresTerminal = true
    /// Keeps standard error off the screen; ``CursesScreen/close()`` gives it back.
    package var capturesStandardError = true

    package init() {}

    /// Reads `TERM` and `NO_COLOR`.
    package init(environment: [String: String]) {
      terminal = environment["TERM"] ?? ""
      noColor = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    }
  }

  let handle: OpaquePointer
  /// The cells that ncurses has been given.
  private var shown: Canvas
  private var shownCursor: CursorPlace?
  private var palette: Palette
  /// False if the locale is no UTF-8: then use ``Glyphs/ascii``, and other characters show as `?`.
  package let isUTF8: Bool
  package let depth: ColorDepth

  package init(_ options: Options = Options(), theme: Theme = .builtIn) throws(ScreenError) {
    if options.requiresTerminal {
      guard isatty(options.input) == 1 else { throw .notATerminal(input: true) }
      guard isatty(options.output) == 1 else { throw .notATerminal(input: false) }
    }
    var opened: OpaquePointer?
    let result = cc_open(
      options.terminal, options.input, options.output, Int32(clamping: options.size?.rows ?? 0),
      Int32(clamping: options.size?.columns ?? 0), options.capturesStandardError, &opened)
    guard let handle = opened else { throw Self.error(result, options) }
    self.handle = handle
    isUTF8 = cc_locale_is_utf8()
    depth = options.depth ?? ColorDepth(colors: Int(cc_colors(handle)), noColor: options.noColor)
    palette = Palette(theme: theme, depth: depth, handle: handle)
    shown = Canvas(rows: Int(cc_rows(handle)), columns: Int(cc_columns(handle)))
    repaint()
  }

  deinit { cc_free(handle) }

  private static func error(_ result: Int32, _ options: Options) -> ScreenError {
    let name = options.terminal ?? getenv("TERM").map { String(cString: $0) } ?? ""
    return switch UInt32(result) {
    case CC_NO_DATABASE.rawValue: .noTerminalDatabase
    case CC_UNKNOWN_TERMINAL.rawValue: .unknownTerminal(name: name)
    case CC_NO_CURSOR.rawValue: .cannotAddressCursor(name: name)
    case CC_BUSY.rawValue: .alreadyOpen
    default: .refused
    }
  }

  /// The size that is drawn on; changes by ``resize(to:)`` only.
  package var size: ScreenSize { ScreenSize(rows: shown.rows, columns: shown.columns) }

  /// What the terminal says now, to be asked after SIGWINCH. Nil if it does not say.
  package var terminalSize: ScreenSize? {
    var rows: Int32 = 0
    var columns: Int32 = 0
    guard cc_terminal_size(handle, &rows, &columns) else { return nil }
    return ScreenSize(rows: Int(rows), columns: Int(columns))
  }

  /// Sends the cells that differ from the last frame. The same frame sends not one byte.
  ///
  /// - Parameter cursor: where a text field has its cursor; nil hides it.
  package mutating func draw(_ canvas: Canvas, cursor: CursorPlace? = nil) {
    let cursor = cursor.flatMap { canvas[$0.row, $0.column] == nil ? nil : $0 }
    let fitted = canvas.resized(rows: shown.rows, columns: shown.columns)
    if fitted == shown, cursor == shownCursor { return }
    for row in 0..<fitted.rows {
      let changed = (0..<fitted.columns).filter { fitted[row, $0] != shown[row, $0] }
      if changed.isEmpty { continue }
      let cells = palette.calmed(fitted.row(row))
      for column in changed { put(cells[column], row: row, column: column) }
    }
    shown = fitted
    flush(cursor)
  }

  private func put(_ cell: Cell, row: Int, column: Int) {
    guard let grapheme = cell.grapheme else { return }  // its left half draws it
    let pen = palette.pen(cell.style)
    if isUTF8 || grapheme.isASCII {
      send(grapheme.scalars, row: row, column: column, pen: pen)
    } else {
      for offset in 0..<Int(grapheme.width) {
        send((0x3F, 0, 0), row: row, column: column + offset, pen: pen)
      }
    }
  }

  private func send(_ scalars: (UInt32, UInt32, UInt32), row: Int, column: Int, pen: Palette.Entry) {
    withUnsafeBytes(of: scalars) { bytes in
      let pointer = bytes.assumingMemoryBound(to: UInt32.self).baseAddress
      cc_put(handle, Int32(row), Int32(column), pointer, pen.attributes, pen.pair)
    }
  }

  private mutating func flush(_ cursor: CursorPlace?) {
    shownCursor = cursor
    cc_flush(handle, Int32(cursor?.row ?? -1), Int32(cursor?.column ?? -1))
  }

  /// Forgets what is shown, so that the next frame is sent whole (`^L`).
  package mutating func repaint() {
    cc_erase(handle, true)
    shown = Canvas(rows: shown.rows, columns: shown.columns)
    for row in 0..<shown.rows {
      for column in 0..<shown.columns {
        if let cell = shown[row, column] { put(cell, row: row, column: column) }
      }
    }
    shownCursor = CursorPlace(row: -1, column: -1)  // no frame has it: the next one is flushed
  }

  package mutating func setTheme(_ theme: Theme) {
    palette = Palette(theme: theme, depth: depth, handle: handle)
    repaint()
  }

  /// Takes a new size after SIGWINCH; ncurses hears of none while a dispatch source has the signal.
  package mutating func resize(to size: ScreenSize) {
    guard cc_resize(handle, Int32(clamping: size.rows), Int32(clamping: size.columns)) else { return }
    shown = Canvas(rows: size.rows, columns: size.columns)
    repaint()
  }

  /// Gives the terminal back for a while: before SIGSTOP (`^Z`) or an editor.
  package mutating func suspend() { cc_suspend(handle) }

  /// Takes the terminal again, throws away keys that were typed meanwhile, and repaints; asks for the
  /// size too, which may have changed.
  package mutating func resume() {
    cc_resume(handle)
    if let now = terminalSize, now != size { resize(to: now) } else { repaint() }
  }

  package func bell() { cc_bell(handle) }

  /// Gives the terminal back for good.
  ///
  /// - Returns: what was written to standard error meanwhile, cleaned line by line, to be shown now.
  package consuming func close() -> [SafeText] {
    cc_close(handle)
    return capturedStandardError()
  }
}
