import Delegation
import IncidentResponse
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal

@testable import Console

extension Trial {
  /// One thing that may happen.
  mutating func happen() {
    switch Int.random(in: 0..<34, using: &random) {
    case 0..<4: press(pick(["j", "k", "j", "k", "g", "G", "PgDn", "PgUp", "Home", "End"]))
    case 4..<8: press("X", isBurst: Int.random(in: 0..<6, using: &random) == 0)
    case 8..<11:
      press(pick(["u", "A", "U", "N", "i", "n", "m", "v", "S", "Y", "Y", "t", "a", "D", "d", "L"]))
    case 11..<14:
      press(
        pick([
          "Enter", "Esc", "Enter", "Esc", "z", "s", "r", "o", "y", "w", "?", "l", "/", ":", "Space", "Space",
          "V", "*", "b", "c", "F", "C", "Left", "Right", "Tab",
        ]))
    case 14: press(pick(["1", "2", "3", "4", "5", "6", "7", "8", "1", "4", "2"]))
    case 15: type(pick(["000", "a", "7", "state:active", "!x", "spent>", "Enter"]))
    case 16: command()
    case 17: step { $0.desk.send(.paste("X\nY")) }
    case 18: resize()
    case 19..<22: pass(TimeSpan(milliseconds: Int64.random(in: 1..<900, using: &random)))
    case 22: pass(TimeSpan(milliseconds: Int64.random(in: 900..<40_000, using: &random)))
    case 23..<26: answerSome()
    case 26: failOne()
    case 27..<30: change()
    case 30: carryOut()
    case 31: answerFromThePast()
    default: look()
    }
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: values.indices, using: &random)]
  }

  mutating func press(_ name: String, isBurst: Bool = false) {
    // Whatever the list has learnt since: the key is any of the table's now and then.
    let any = ActionTable.all.flatMap(\.keys)
    let isAny = Int.random(in: 0..<12, using: &random) == 0
    guard let key = isAny ? any.randomElement(using: &random) : Key(name: name) else { return }
    step { $0.desk.send(.key(key, isBurst: isBurst)) }
    if Bool.random(using: &random) { look() }
  }

  private mutating func type(_ text: String) {
    for letter in text.unicodeScalars { step { $0.desk.send(.key(Key(letter), isBurst: false)) } }
  }

  /// A command, from its colon to its Enter, with or without a look before.
  private mutating func command() {
    guard desk.model.overlay == nil, !desk.model.filter.isEditing else { return press("Esc") }
    let named = key(Int.random(in: 1..<nextKey, using: &random))
    let text = pick([
      "revoke", "revoke \(named.text)", "undo", "sort", "sort spent", "filter 000", "filter", "open",
      "freeze",
      "incident", "incident by hand", "note seen", "scope chain:1", "close", "verify", "why 1", "back",
      "approve a-9", "approve a-1f2e3d4c5b", "deny a-1f2e3d4c5b no", "acknowledge", "next", "mode",
      "mode guarded", "mode lockdown chain:1", "prove 640", "verify-log", "columns", "group wallet",
    ])
    press(":")
    guard desk.model.overlay?.isPalette == true else { return }
    type(text)
    if Bool.random(using: &random) { look() }
    if Int.random(in: 0..<4, using: &random) == 0 { change() }
    let isNamed = text.hasPrefix("revoke ")
    step(named: isNamed ? named : nil) { $0.desk.send(.key(Key(.enter), isBurst: false)) }
  }

  private mutating func resize() {
    let edges = [(1, 1), (1, 200), (60, 1), (23, 79), (24, 80), (2, 14), (10, 40), (40, 120), (60, 200)]
    let free = (Int.random(in: 1...60, using: &random), Int.random(in: 1...200, using: &random))
    let (rows, columns) = Bool.random(using: &random) ? pick(edges) : free
    step { $0.desk.send(.resized(ScreenSize(rows: rows, columns: columns))) }
  }

  mutating func pass(_ span: TimeSpan) {
    step { $0.desk.wait(span) }
  }

  // MARK: The store

  private mutating func answerSome() {
    for _ in 0..<Int.random(in: 1...4, using: &random) where !questions.isEmpty {
      let index = Int.random(in: questions.indices, using: &random)
      step(isAnswer: true) { $0.answer(at: index) }
    }
  }

  private mutating func failOne() {
    guard let index = questions.indices.randomElement(using: &random) else { return }
    let question = questions.remove(at: index)
    guard let load = question.effect.load else { return }
    step(isAnswer: true) { $0.desk.send(.loadFailed(load, .closed)) }
  }

  /// The answer to a list that nobody waits for any more changes nothing.
  private mutating func answerFromThePast() {
    guard let (query, old) = oldLists.randomElement(using: &random),
      desk.model.loads.flight?.query != query
    else { return }
    let before = desk.model.list
    step(isAnswer: true) { $0.desk.send(.listed(query, old)) }
    if desk.model.list.order != before.order || desk.model.list.cursor != before.cursor {
      note("an answer that nobody waited for was taken")
    }
  }

  /// Others write: rows come, go, move and change.
  mutating func change() {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: desk.rows.shuffle(using: &random)
    case 1: desk.rows.removeAll { _ in Int.random(in: 0..<5, using: &random) == 0 }
    case 2:
      let place = Int.random(in: 0...desk.rows.count, using: &random)
      desk.rows.insert(
        row(key(nextKey), risk: risk(Int.random(in: 0...99, using: &random), .burst)), at: place)
      nextKey += 1
    case 3:
      desk.rows = desk.rows.map {
        row($0.id, spent: UInt64.random(in: 0...500, using: &random), risk: risk(50, .burst))
      }
    case 4:
      desk.alerts.shuffle(using: &random)
      if Bool.random(using: &random) { desk.alerts = Array(desk.alerts.dropLast()) }
    default:
      desk.incidents.shuffle(using: &random)
      desk.requests.shuffle(using: &random)
    }
    step { $0.desk.send(.storeChanged) }
  }

  /// The store carries out a write, or cannot.
  private mutating func carryOut() {
    guard let index = writes.indices.randomElement(using: &random) else { return }
    let write = writes.remove(at: index)
    let fails = Int.random(in: 0..<4, using: &random) == 0
    guard let event = fails ? failure(of: write) : outcome(of: write) else { return }
    step(isAnswer: true) { $0.desk.send(event) }
  }

  private func failure(of write: Effect) -> Event? {
    switch write {
    case .revoke(let key, _): .revokeFailed(key, .closed)
    case .revokeMany(let keys, _): .revokeManyFailed(keys, .corrupt(message: "no"))
    case .reinstate(let key, _, _): .reinstateFailed(key, .closed)
    case .alert(let action, let id, _): .alertFailed(id, action, .closed)
    case .order(let order): .ordered(order, .refused("no"))
    case .answer(let answer): .answered(answer, .refused("no"))
    default: nil
    }
  }

  private mutating func outcome(of write: Effect) -> Event? {
    switch write {
    case .revoke(let key, _):
      committed.insert(key)
      desk.rows = desk.rows.map { $0.id == key ? row(key, life: .revoked, revokedFrom: desk.now) : $0 }
      return .revoked(receipt(key, at: desk.now))
    case .revokeMany(let keys, _):
      // As many as make one commit.
      let some = keys.prefix(3)
      committed.formUnion(some)
      return .revokedMany(some.map { receipt($0, at: desk.now) })
    case .reinstate(let key, let id, _):
      return .reinstated(
        key, Reinstatement(outcome: .reinstated(revocationID: id, at: desk.now), stillRevoked: false))
    case .alert(let action, let id, _):
      return .alertActed(id, action, desk.alerts.first { $0.id == id }.map { .done($0) } ?? .unknown)
    case .order(let order):
      guard let incident = order.incident.flatMap({ id in desk.incidents.first { $0.id == id } }) else {
        let isJoin = if case .join = order { true } else { false }
        return .ordered(
          order,
          isJoin
            ? .choice(desk.incidents)
            : desk.incidents.first.map {
              .done($0, words: "opened")
            } ?? .refused("no"))
      }
      return .ordered(order, .done(incident, words: "done"))
    case .answer(let answer):
      guard let request = desk.requests.first(where: { $0.id == answer.request }) else {
        return .answered(answer, .refused("gone"))
      }
      return .answered(answer, .done(request))
    default: return nil
    }
  }
}
