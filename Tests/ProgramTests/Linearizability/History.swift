/// What an object does when one call comes after another.
protocol SequentialObject: Sendable {
  associatedtype State: Hashable, Sendable
  associatedtype Call: Sendable
  associatedtype Answer: Equatable, Sendable

  var initial: State { get }

  /// Whether `call` changes no state, whichever.
  func isReading(_ call: Call) -> Bool

  /// The state after `call`, and what the caller hears.
  func apply(_ call: Call, to state: State) -> (state: State, answer: Answer)
}

/// One call by one process.
struct Operation<Object: SequentialObject>: Sendable {
  let process: Int
  let call: Object.Call
  /// CLOCK_MONOTONIC in nanoseconds, before the call was made.
  let invokedAt: UInt64
  /// What was heard and when, after it was heard; nil: never heard, the call may or may not have taken effect.
  let response: Response?

  struct Response: Sendable {
    let answer: Object.Answer
    /// CLOCK_MONOTONIC in nanoseconds.
    let at: UInt64
  }

  init(_ process: Int, _ call: Object.Call, from invokedAt: UInt64, to at: UInt64, _ answer: Object.Answer) {
    self.process = process
    self.call = call
    self.invokedAt = invokedAt
    response = Response(answer: answer, at: at)
  }

  /// A call whose answer never came.
  init(_ process: Int, _ call: Object.Call, unansweredFrom invokedAt: UInt64) {
    self.process = process
    self.call = call
    self.invokedAt = invokedAt
    response = nil
  }

  /// The end of the call's interval; a call without an answer may take effect at any later time.
  var endsAt: UInt64 { response?.at ?? .max }
}

extension Operation: CustomStringConvertible {
  var description: String {
    let end = response.map { "\($0.at): \($0.answer)" } ?? "no answer"
    return "process \(process) \(call) \(invokedAt)…\(end)"
  }
}

/// One session key: granted and active at first.
struct SessionKeyObject: SequentialObject {
  enum State: Hashable, Sendable {
    case active
    case revoked
  }

  enum Call: Sendable, CaseIterable {
    case authorize
    case revoke
    case reinstate
  }

  enum Answer: Hashable, Sendable, CaseIterable {
    case allow
    /// Denied, and `session_revoked` among the reasons.
    case denyRevoked
    case done
  }

  var initial: State { .active }

  func isReading(_ call: Call) -> Bool { call == .authorize }

  func apply(_ call: Call, to state: State) -> (state: State, answer: Answer) {
    switch call {
    case .authorize: (state, state == .active ? .allow : .denyRevoked)
    case .revoke: (.revoked, .done)
    case .reinstate: (.active, .done)
    }
  }
}
