import Delegation
import SessionStore
import Terminal

/// The console as a conversation: a line comes in, lines go out, and nothing that was said is ever changed.
///
/// It keeps the console's own ``Model`` and acts through its table, so that every check is the same one. There is no cursor:
/// what acts on a session or an alert is told which.
struct Linear: Sendable {
  /// What the runtime is asked to do.
  enum Step: Hashable, Sendable {
    case console(Effect)
    /// Which sessions a shortened key may mean.
    case find(SessionQuery)
  }

  /// Something that a list has said, by its number.
  enum Item: Hashable, Sendable {
    case session(Identifier)
    case alert(Int64)
    case incident(String)
    case request(String)
    case drill(String)
  }

  /// What is said once all that it needs was read.
  enum Pending: Hashable, Sendable {
    case greeting
    /// The rest of a command: what it opened, offered or went to.
    case answer(from: Screen)
    case sessions
    case session(Identifier)
    case page(Screen)
    /// The line is taken anew, because what it names had to be read.
    case again(String)
  }

  struct Finding: Hashable, Sendable {
    let query: SessionQuery
    let pattern: FindPattern
    let line: String
  }

  struct Line: Hashable, Sendable {
    let text: String
    /// It came with other lines at once, as in a paste; a person did not type it.
    var isBurst = false
    /// It was typed before the answer to the one before it was said.
    var isAhead = false
  }

  /// How long it waits before it says that it does.
  static let patience = TimeSpan(seconds: 1)
  /// A store that answers no more ends the waiting.
  static let patienceMax = TimeSpan(seconds: 60)
  /// What the model takes for its screen: so wide that a line is cut by the terminal alone.
  static let size = ScreenSize(rows: 60, columns: 400)
  /// Rows that are said at once.
  static let rowsEach = 20

  var model: Model
  /// A person types on a terminal: what comes waits for the end of the line.
  let isTyped: Bool
  var news = LinearNews()
  var pending: Pending?
  var pendingSince = Timestamp.epoch
  var saidSlow = false
  /// Lines that name a session by a shortened key, until the store says which it is.
  var finding: [Finding] = []
  /// Lines that came while one was answered.
  var queue: [Line] = []
  var steps: [Step] = []
  var lines: [SafeText] = []
  /// The latest list, and how many of it were said.
  var listed: [Item] = []
  var listedCount = 0
  var listedMatching = 0
  var offered: [Chooser.Item] = []
  /// Shortened keys that were found to be one session's.
  var found: [String: Identifier] = [:]
  /// Something was said since the line in hand was taken.
  var hasAnswered = false
  var writesBegun = 0
  /// Something that was asked for was given up.
  var hasLost = false
  var touchedAt = Timestamp.epoch
  var isOver = false
  var now: Timestamp

  init(model: Model, isTyped: Bool) {
    self.model = model
    self.isTyped = isTyped
    now = model.now
  }

  /// A line may be typed, and the answer to the one before was said.
  var isReady: Bool { pending == nil && finding.isEmpty && queue.isEmpty }

  /// Nothing is on its way that somebody waits for.
  var isDone: Bool { isReady && writesBegun == 0 }

  // MARK: What comes

  mutating func start(at time: Timestamp) {
    now = time
    touchedAt = time
    run(model.start())
    wait(for: .greeting)
    settle()
  }

  /// - Parameter isBurst: it came with other lines at once, as in a paste; a person did not type it.
  mutating func take(_ line: String, isBurst: Bool = false, at time: Timestamp) {
    now = time
    model.now = time
    // What is not printed yet was read by nobody.
    let typed = Line(text: line, isBurst: isBurst, isAhead: !isReady || !lines.isEmpty)
    say(news.flush())
    // Stopping waits for nothing that is being read; the answers to a pipe keep their order while they come soon.
    if !isReady, isTyped || saidSlow, isStop(line) {
      beginBeside { $0.begin(typed) }
    } else {
      queue.append(typed)
    }
    settle()
  }

  mutating func feed(_ event: Event, at time: Timestamp) {
    now = time
    if event.endsWrite {
      writesBegun -= 1
      touchedAt = time
    }
    if case .found(let query, let listing) = event { take(query, listing) }
    run(model.update(event, at: time))
    if case .storeChanged = event { news.noteChange(at: time) }
    settle()
  }

  mutating func tick(at time: Timestamp) {
    now = time
    run(model.update(.tick, at: time))
    settle()
  }

  /// When time alone changes something.
  var nextWake: Timestamp {
    let slow =
      pending == nil && finding.isEmpty ? nil : pendingSince + (saidSlow ? Self.patienceMax : Self.patience)
    return max(
      now + TimeSpan(milliseconds: 1), ([model.nextWake] + [slow, news.dueAt].compactMap { $0 }).min() ?? now)
  }

  // MARK: What goes

  mutating func takeSteps() -> [Step] {
    defer { steps = [] }
    return steps
  }

  mutating func takeLines() -> [SafeText] {
    defer { lines = [] }
    return lines
  }

  mutating func say(_ text: SafeText) {
    lines.append(LinearText.plain(text))
    hasAnswered = true
  }
  mutating func say(_ all: [SafeText]) { for line in all { say(line) } }

  mutating func run(_ effects: [Effect]) {
    for effect in effects {
      if effect.isWrite { writesBegun += 1 }
      switch effect {
      case .bell: break
      case .quit: isOver = true
      default: steps.append(.console(effect))
      }
    }
  }

  mutating func wait(for what: Pending) {
    pending = what
    pendingSince = now
    saidSlow = false
  }

  /// What is waited for goes on being waited for.
  mutating func beginBeside(_ body: (inout Linear) -> Void) {
    let before = pending
    let since = pendingSince
    body(&self)
    if let before { (pending, pendingSince) = (before, since) }
  }

  // MARK: One thing after the other

  private mutating func settle() {
    lookAround()
    while !isOver {
      if let waited = pending {
        guard isSettled(waited) else { return noteSlow() }
        pending = nil
        report(waited)
        lookAround()
        continue
      }
      guard finding.isEmpty else { return noteSlow() }
      guard !queue.isEmpty else { break }
      begin(queue.removeFirst())
      lookAround()
    }
    // At the end of an answer nobody types yet; a pipe has nobody who types.
    if isOver || !isTyped || !lines.isEmpty { say(news.flush()) }
  }

  private func isSettled(_ pending: Pending) -> Bool {
    if case .greeting = pending, model.overview == nil, model.freshness.failure == nil { return false }
    return writesBegun == 0 && model.isIdle(since: touchedAt, at: now)
  }

  /// Says once that it takes long, and gives up on a store that does not answer.
  private mutating func noteSlow() {
    let waited = now - pendingSince
    if waited >= Self.patienceMax {
      let undone = Self.undone(finding.map(\.line))
      (pending, finding) = (nil, [])
      hasLost = hasLost || !undone.isEmpty
      say("the store has not answered for a minute: what was sent to it may still happen")
      say(undone)
    } else if waited >= Self.patience, !saidSlow {
      saidSlow = true
      say("reading, it takes a moment")
      let stops = queue.filter { isStop($0.text) }
      queue = queue.filter { !isStop($0.text) }
      for stop in stops { beginBeside { $0.begin(stop) } }
    }
  }

  // MARK: The end

  /// Lets go of what was typed and not begun; what was sent to the store goes on.
  /// - Returns: a sentence for each; none for what stood behind `quit`.
  mutating func abandon() -> [SafeText] {
    var left = finding.map(\.line)
    if case .again(let line) = pending { left.append(line) }
    if !isOver { left += queue.map(\.text) }
    (pending, finding, queue) = (nil, [], [])
    return Self.undone(left)
  }

  private static func undone(_ lines: [String]) -> [SafeText] {
    lines.filter { $0.contains { $0 != " " } }.map { "`\($0)` was NOT done" }
  }
}
