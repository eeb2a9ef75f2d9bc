import ArgumentParser
import Delegation
import Glibc
import PolicyEngine
import SessionStore

struct Authorize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Decide execution requests: one line of JSON in, one decision out.",
    discussion: """
      Every decision is committed before it is printed. Requests that wait together share one commit. Ends at end
      of input, on a closed pipe, or on TERM, after the batch in hand. A request that the store could not decide
      is denied with state_stale; then the exit status is 1.

      Example:
        echo '{"sessionKey":"0xSession","capability":"swap.execute","destination":"0xRouterA","chainId":1,
               "valueUsd":10,"nonceDomain":"session:mobile:quotes","nonce":1}' | tr -d '\\n' | curfew authorize
      """)

  @Flag(help: "Decide only: record nothing and count nowhere.")
  var dryRun = false

  @OptionGroup var store: StoreOptions

  func run() throws {
    let isDryRun = dryRun
    let store = try store.open(as: "authorize")
    defer { store.close() }
    let input = try RequestInput(descriptor: STDIN_FILENO)
    let stream = AuthorizeStream(
      store: store, isDryRun: isDryRun, policy: try store.policy().policy.version,
      output: Output(stop: input.stopDescriptor))
    // Nothing waits for this, and the next commit does it too.
    let settle = { if !isDryRun { try? store.signHead() } }
    while let lines = try input.nextLines(limit: AuthorizeStream.batchMax, whenQuiet: settle) {
      try stream.answer(lines)
      stream.tellPointProblem()
    }
    if stream.hadFailures { throw Silent(status: 1) }
  }
}

/// Answers lines in order, each batch in as few commits as the store's bound allows.
final class AuthorizeStream {
  static let batchMax = 4096

  private enum Answer {
    case refused(String)
    /// Position in the batch's requests.
    case request(Int)
  }

  private let store: any SessionStore
  private let isDryRun: Bool
  /// The policy last seen, which a decision names that the store could not make.
  private var policy: PolicyVersion
  private let output: Output
  private var line = 0
  private(set) var hadFailures = false
  private var hasToldPoint = false

  init(store: any SessionStore, isDryRun: Bool, policy: PolicyVersion, output: Output) {
    self.store = store
    self.isDryRun = isDryRun
    self.policy = policy
    self.output = output
  }

  func answer(_ lines: [[UInt8]]) throws {
    var requests: [ExecutionRequest] = []
    var answers: [Answer] = []
    for bytes in lines {
      line += 1
      do throws(MalformedLine) {
        requests.append(try read(bytes))
        answers.append(.request(requests.count - 1))
      } catch {
        answers.append(
          .refused(
            refusalJSON(line: line, type: error.type, [Refusal.malformed.rawValue], detail: error.sentence)))
      }
    }
    let decisions = decide(requests)
    for answer in answers {
      switch answer {
      case .refused(let json): try output.line(json: json)
      case .request(let index): try output.line(json: decisions[index].json())
      }
    }
    try output.flush()
  }

  /// Says once that nobody can ask this process what it would decide: whoever verifies a revocation would not see it.
  func tellPointProblem() {
    guard !hasToldPoint, let problem = store.pointProblem else { return }
    hasToldPoint = true
    complain("\(problem); `curfew verify` does not see this process")
  }

  /// As many decisions as requests, in order; what the store could not decide is denied as stale.
  private func decide(_ requests: [ExecutionRequest]) -> [Decision] {
    var decisions: [Decision] = []
    while decisions.count < requests.count {
      let rest = requests[decisions.count...]
      do throws(StoreError) {
        decisions += isDryRun ? try store.preview(rest) : try store.authorize(rest)
        policy = decisions.last?.policy ?? policy
      } catch {
        complain(error.sentence)
        hadFailures = true
        decisions += rest.map(stale)
      }
    }
    return decisions
  }

  private func stale(_ request: ExecutionRequest) -> Decision {
    Decision(
      requestID: request.requestID, sessionKey: request.sessionKey, reasons: .stateStale, mode: .normal,
      at: Surroundings.now(), policy: policy, remaining: nil)
  }

  private func read(_ bytes: [UInt8]) throws(MalformedLine) -> ExecutionRequest {
    let value: JSONValue
    do throws(JSONProblem) {
      value = try parseJSON(bytes)
    } catch {
      throw MalformedLine(type: nil, problem: .json(error))
    }
    do throws(FieldError) {
      return try ExecutionRequest(value, defaultID: "#\(line)")
    } catch {
      throw MalformedLine(type: "execution.requested", problem: .field(error))
    }
  }
}
