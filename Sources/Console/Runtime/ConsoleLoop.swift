import IncidentResponse
import Delegation
import Glibc
import SessionStore
import Terminal

/// Waits, feeds events to the model, carries out its effects and draws. Sleeps while nothing happens.
final class ConsoleLoop {
  /// A flood of input is drawn in between now and then.
  private static let readsMax = 64

  var model: Model
  private let worker: StoreWorker
  private let mailbox: Mailbox
  private let wake: WakePipe
  let settings: ConsoleSettings
  /// In force.
  private let clock: ConsoleClock
  private var decoder = InputDecoder()
  private var guardian = BurstGuard()
  private var wakeAt = Timestamp.epoch
  private var needsFrame = true
  var exit: ConsoleExit?
  var wardrobe: Wardrobe
  /// What plays instead of a keyboard.
  var player: ScriptPlayer?
  /// Writes that the store has not answered yet.
  private var writesBegun = 0
  /// When a key was last fed, or a write ended.
  private var touchedAt = Timestamp.epoch

  init(
    model: Model, worker: StoreWorker, mailbox: Mailbox, wake: WakePipe, settings: ConsoleSettings,
    clock: ConsoleClock
  ) {
    self.model = model
    self.worker = worker
    self.mailbox = mailbox
    self.wake = wake
    self.settings = settings
    self.clock = clock
    wardrobe = Wardrobe(kept: settings.theme)
    player = settings.script.map { ScriptPlayer($0) }
  }

  func run(_ screen: inout CursesScreen) -> ConsoleExit {
    carryOut(model.start(), &screen)
    while true {
      if needsFrame { draw(&screen) }
      if let exit { return exit }
      if playScript(&screen) { continue }
      wait()
      take(wake.drain(), &screen)
      for event in mailbox.take() { feed(event, &screen) }
      readInput(&screen)
      if clock.now >= wakeAt { feed(.tick, &screen) }
    }
  }

  /// What the operator must hear after the screen is gone: writes that ended while it closed.
  func lastWords() -> [SafeText] {
    LastWords.of(mailbox.take(), model.bulk)
  }

  func feed(_ event: Event, _ screen: inout CursesScreen) {
    note(event)
    carryOut(model.update(event, at: clock.now), &screen)
    if case .storeChanged = event { return }
    needsFrame = true
  }

  private func draw(_ screen: inout CursesScreen) {
    needsFrame = false
    let frame = view(model)
    screen.draw(frame.canvas, cursor: frame.cursor)
    _ = model.update(.drawn(frame.drawn), at: clock.now)
  }

  // MARK: Scripts

  /// How long a script looks away at most.
  private static let scriptStep: Int64 = 20

  private func note(_ event: Event) {
    if case .key = event { touchedAt = clock.now }
    guard event.endsWrite else { return }
    writesBegun -= 1
    touchedAt = clock.now
  }

  /// Gives the script its turn.
  /// - Returns: whether something came of it, so that the screen is drawn before anything else.
  private func playScript(_ screen: inout CursesScreen) -> Bool {
    guard var player else { return false }
    let now = clock.now
    let isIdle = writesBegun == 0 && model.isIdle(since: touchedAt, at: now)
    let turn = player.next(model, at: now, isIdle: isIdle, screen: view(model).canvas.lines)
    self.player = player
    switch turn {
    case .press(let key): feed(.key(key, isBurst: false), &screen)
    case .dump(let path): dump(path, &screen)
    case .again: break
    case .wait: return false
    case .ended: exit = .quit
    case .failed(let failure): exit = .scriptFailed(failure)
    }
    return true
  }

  /// While a script plays, the keyboard only stops it.
  private func takeBeside(_ keys: [Key]) {
    if keys.contains(Key("c", .control)) { exit = exit ?? .signal(SIGINT) }
  }

  // MARK: Waiting

  private func wait() {
    wakeAt = model.nextWake
    var milliseconds = wakeAt.milliseconds - clock.now.milliseconds
    if let deadline = decoder.deadline {
      milliseconds = min(milliseconds, deadline - clock.steadyMilliseconds)
    }
    if player != nil { milliseconds = min(milliseconds, Self.scriptStep) }
    var watched = [
      // A negative number is not looked at.
      pollfd(fd: settings.isHeadless ? -1 : settings.screen.input, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wake.reading, events: Int16(POLLIN), revents: 0),
    ]
    _ = poll(&watched, 2, Int32(min(max(0, milliseconds), 60_000)))
  }

  // MARK: Input

  /// Takes all that waits before anything is drawn: two thousand keys are one frame.
  private func readInput(_ screen: inout CursesScreen) {
    if settings.isHeadless { return }
    for count in 0..<Self.readsMax {
      let now = clock.steadyMilliseconds
      switch CursesScreen.readInput(settings.screen.input) {
      case .nothing:
        return take(decoder.expire(atMilliseconds: now), at: now, followsDirectly: false, &screen)
      case .ended:
        exit = exit ?? .signal(SIGHUP)
        return
      case .bytes(let bytes):
        take(decoder.feed(bytes, atMilliseconds: now), at: now, followsDirectly: count > 0, &screen)
      }
      if exit != nil { return }
    }
  }

  private func take(_ input: [InputEvent], at now: Int64, followsDirectly: Bool, _ screen: inout CursesScreen)
  {
    let keys = input.compactMap { if case .key(let key) = $0 { key } else { nil } }
    guard !input.isEmpty else { return }
    if player != nil { return takeBeside(keys) }
    let besidePaste = input.contains { if case .paste = $0 { true } else { false } }
    var bursts = guardian.classify(
      keys, atMilliseconds: now, followsDirectly: followsDirectly, besidePaste: besidePaste)[...]
    for event in input where exit == nil {
      switch event {
      case .key(let key): feed(.key(key, isBurst: bursts.popFirst() ?? true), &screen)
      case .paste(let text): feed(.paste(text), &screen)
      case .unknown: break
      }
    }
  }

  // MARK: Signals

  private func take(_ signals: [Int32], _ screen: inout CursesScreen) {
    for signal in signals {
      switch signal {
      case SIGWINCH: resize(&screen)
      case SIGTSTP: suspend(&screen)
      case SIGCONT: comeBack(&screen)
      default: exit = exit ?? .signal(signal)
      }
    }
  }

  private func resize(_ screen: inout CursesScreen) {
    guard let size = screen.terminalSize else { return }
    screen.resize(to: size)
    feed(.resized(screen.size), &screen)
  }

  private func suspend(_ screen: inout CursesScreen) {
    screen.suspend()
    kill(getpid(), SIGSTOP)
    // Here again after CONT, whose note in the pipe says nothing new.
    let others = wake.drain().filter { $0 != SIGCONT && $0 != SIGTSTP }
    comeBack(&screen)
    take(others, &screen)
  }

  /// Takes the terminal, which the shell may have used in between, and forgets keys that were meant for it.
  func comeBack(_ screen: inout CursesScreen) {
    screen.suspend()
    screen.resume()
    decoder = InputDecoder()
    guardian = BurstGuard()
    feed(.resized(screen.size), &screen)
    feed(.storeChanged, &screen)
  }

  // MARK: Effects

  private func carryOut(_ effects: [Effect], _ screen: inout CursesScreen) {
    for effect in effects {
      if effect.isWrite { writesBegun += 1 }
      switch effect {
      case .edit(let edit): self.edit(edit, &screen)
      case .describe(let subject, let use): worker.describe(subject, use, settings.json)
      case .show(let text, let use): show(text, use, &screen)
      case .copy(let text): copy(text, &screen)
      case .setTheme(let name): setTheme(name, &screen)
      case .theme(let order): carryOut(order, &screen)
      case .dump(let path): dump(path, &screen)
      case .noteTour: settings.tour?.noteSeen()
      case .bell: screen.bell()
      case .repaint: screen.repaint()
      case .suspend where settings.isHeadless:
        feed(.reported("there is no terminal to give to a shell", isError: true), &screen)
      case .suspend: suspend(&screen)
      case .quit: exit = exit ?? .quit
      default: _ = worker.carryOut(effect)
      }
    }
  }
}
