import Delegation
import Glibc

extension SQLiteStore {
  var pointProblem: String? { point.problem }

  func points() throws(StoreError) -> [EnforcementPoint] {
    try checkOpen()
    do throws(PointTrouble) {
      guard let folder = try PointPlace(store: path).openToLook() else { return [] }
      return PointRegistry(folder: folder).points()
    } catch {
      throw .failed(code: 0, message: "cannot look for enforcement points: \(error.sentence)")
    }
  }

  func probe(
    _ requests: [ExecutionRequest], at point: EnforcementPoint, timeout: Duration
  ) -> PointAnswer {
    guard PointName(point.name) != nil else { return .problem("`\(point.name)` is no point's name") }
    do throws(PointTrouble) {
      guard let folder = try PointPlace(store: path).openToLook() else { return .gone }
      return PointRegistry(folder: folder).probe(requests, at: point, timeout: timeout)
    } catch {
      return .problem(error.sentence)
    }
  }
}

/// Finds the points in a folder, and asks them.
struct PointRegistry {
  let folder: PointFolder

  /// How long points have to say who they are, all together. Who does not is listed by its file alone.
  private static let patience = Duration.milliseconds(250)
  /// What a process that was killed while it made its socket left behind is let be for so long.
  private static let unfinishedKept = TimeSpan(seconds: 60)

  /// By name; what is left of dead processes is taken away.
  func points() -> [EnforcementPoint] {
    let deadline = ContinuousClock.now + PointRegistry.patience
    var reached: [(name: String, file: PointFile, client: PointClient?)] = []
    for name in folder.names() {
      guard let file = folder.look(at: name) else { continue }
      guard PointName(name) != nil else {
        sweep(name, file)
        continue
      }
      switch PointClient.connect(to: name, in: folder) {
      case .connected(let client): reached.append((name, file, client))
      case .busy, .trouble: reached.append((name, file, nil))
      case .dead: _ = PointClient.isDead(name, in: folder)
      }
    }
    return reached.compactMap { point($0.name, $0.file, $0.client, before: deadline) }
  }

  private func point(
    _ name: String, _ file: PointFile, _ client: PointClient?, before deadline: ContinuousClock.Instant
  ) -> EnforcementPoint? {
    if let client {
      switch client.line(before: deadline) {
      case .line(let line):
        if let point = try? PointWire.readHello(line), point.name == name { return point }
      case .end:
        // It ended between the two looks.
        if PointClient.isDead(name, in: folder) { return nil }
      case .nothing, .tooLong: break
      }
    }
    guard let parts = PointName(name) else { return nil }
    return EnforcementPoint(
      name: name, kind: parts.kind, process: parts.process, startedAt: file.madeAt, lastDecisionAt: nil)
  }

  /// Takes away what processes left that are no more; who lives is not asked.
  func sweep() {
    for name in folder.names() {
      guard let process = PointName(name)?.process, kill(process, 0) != 0, errno == ESRCH else { continue }
      // In another container it may live all the same: then it listens.
      _ = PointClient.isDead(name, in: folder)
    }
  }

  /// Takes away what a process left that was killed while it made its socket.
  private func sweep(_ name: String, _ file: PointFile) {
    let age = PointFolder.wallTime - file.madeAt
    guard name.hasPrefix("."), age > PointRegistry.unfinishedKept else { return }
    _ = PointClient.isDead(name, in: folder)
  }
}

extension PointRegistry {
  func probe(
    _ requests: [ExecutionRequest], at point: EnforcementPoint, timeout: Duration
  ) -> PointAnswer {
    let start = ContinuousClock.now
    let deadline = start + timeout
    switch PointClient.connect(to: point.name, in: folder) {
    case .connected(let client):
      let answer = ask(client, requests, point, before: deadline)
      guard case .decided(let decisions, let seen, _) = answer else {
        return settled(answer, point, since: start)
      }
      return .decided(decisions: decisions, seenLeaves: seen, roundTrip: ContinuousClock.now - start)
    case .dead:
      _ = PointClient.isDead(point.name, in: folder)
      return .gone
    case .busy: return .noAnswer(after: ContinuousClock.now - start)
    case .trouble(let trouble): return .problem(trouble.sentence)
    }
  }

  /// Who ended the connection may have ended altogether.
  private func settled(
    _ answer: PointAnswer, _ point: EnforcementPoint, since start: ContinuousClock.Instant
  ) -> PointAnswer {
    switch answer {
    case .noAnswer: .noAnswer(after: ContinuousClock.now - start)
    case .gone:
      PointClient.isDead(point.name, in: folder) ? .gone : .problem("it ended the connection")
    default: answer
    }
  }

  private func ask(
    _ client: PointClient, _ requests: [ExecutionRequest], _ point: EnforcementPoint,
    before deadline: ContinuousClock.Instant
  ) -> PointAnswer {
    guard PointFolder.isOurs(client.descriptor) else { return .problem("another account listens there") }
    switch heard(client.line(before: deadline), PointWire.readHello) {
    case .failure(let answer): return answer.answer
    case .success(let hello):
      guard hello.name == point.name else { return .problem("it says that it is `\(hello.name)`") }
    }
    var decisions: [Decision] = []
    var seen = UInt64.max
    while decisions.count < requests.count {
      let some = requests[decisions.count...].prefix(PointWire.requestsMax)
      guard client.say(PointWire.ask(some), before: deadline) else {
        return ContinuousClock.now < deadline ? .gone : .noAnswer(after: .zero)
      }
      switch heard(client.line(before: deadline), PointWire.readAnswer) {
      case .failure(let answer): return answer.answer
      case .success(let answer):
        let fits = zip(some, answer.decisions).allSatisfy {
          $0.requestID == $1.requestID && $0.sessionKey == $1.sessionKey
        }
        guard fits, answer.decisions.count == some.count else {
          return .problem("it decided on other requests than it was asked about")
        }
        decisions += answer.decisions
        seen = min(seen, answer.seenLeaves)
      }
    }
    return .decided(decisions: decisions, seenLeaves: requests.isEmpty ? 0 : seen, roundTrip: .zero)
  }

  /// An answer that ends the conversation.
  private struct Early: Error {
    let answer: PointAnswer
  }

  private func heard<T>(
    _ heard: PointClient.Heard, _ read: ([UInt8]) throws(PointWire.Problem) -> T
  ) -> Result<T, Early> {
    switch heard {
    case .line(let line):
      do throws(PointWire.Problem) {
        return .success(try read(line))
      } catch {
        return .failure(Early(answer: .problem("its answer does not read: \(error.sentence)")))
      }
    case .nothing: return .failure(Early(answer: .noAnswer(after: .zero)))
    case .end: return .failure(Early(answer: .gone))
    case .tooLong: return .failure(Early(answer: .problem("its answer has no end")))
    }
  }
}
