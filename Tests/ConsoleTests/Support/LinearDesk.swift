import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console

/// An operator who types lines, at a store that answers at once; writes are answered by the test.
struct LinearDesk {
  var linear: Linear
  var desk: Desk
  /// All that was said.
  private(set) var said: [String] = []
  /// What was asked of the store and changes it.
  private(set) var writes: [Effect] = []

  var now: Timestamp { desk.now }

  static func open(
    _ rows: [SessionRow] = [], alerts: [Alert] = [], isTyped: Bool = false, readOnly: Bool = false,
    _ prepare: (inout Desk) -> Void = { _ in }
  ) -> LinearDesk {
    var desk = Desk(rows, size: Linear.size, readOnly: readOnly)
    desk.alerts = alerts
    desk.model.settings.operatorPlainName = "bob"
    prepare(&desk)
    var result = LinearDesk(linear: Linear(model: desk.model, isTyped: isTyped), desk: desk)
    result.linear.start(at: desk.now)
    result.answer()
    return result
  }

  private init(linear: Linear, desk: Desk) {
    self.linear = linear
    self.desk = desk
  }

  /// What a line is answered with.
  @discardableResult
  mutating func type(_ line: String, isBurst: Bool = false) -> [String] {
    let before = said.count
    linear.take(line, isBurst: isBurst, at: now)
    answer()
    return Array(said[before...])
  }

  /// What comes of an event.
  @discardableResult
  mutating func feed(_ event: Event) -> [String] {
    let before = said.count
    linear.feed(event, at: now)
    answer()
    return Array(said[before...])
  }

  @discardableResult
  mutating func wait(_ span: TimeSpan) -> [String] {
    let before = said.count
    desk.now = desk.now + span
    linear.tick(at: now)
    answer()
    return Array(said[before...])
  }

  /// The store says that it changed, and is asked.
  mutating func change(_ body: (inout Desk) -> Void) -> [String] {
    body(&desk)
    let before = said.count
    desk.now = desk.now + seconds(3)
    linear.feed(.storeChanged, at: now)
    answer()
    return Array(said[before...]) + wait(seconds(3))
  }

  /// Answers every read until none is left.
  mutating func answer() {
    for _ in 0..<100 {
      said += linear.takeLines().map(\.string)
      let steps = linear.takeSteps()
      guard !steps.isEmpty else { return }
      for step in steps { answer(step) }
    }
    Issue.record("it never comes to rest")
  }

  private mutating func answer(_ step: Linear.Step) {
    switch step {
    case .find(let query): linear.feed(.found(query, desk.list(query)), at: now)
    case .console(let effect):
      if effect.isWrite { return writes.append(effect) }
      desk.model = linear.model
      desk.effects = [effect]
      desk.answer()
      linear.model = desk.model
      for effect in desk.effects { if effect.isWrite { writes.append(effect) } }
      linear.tick(at: now)
    }
  }
}
