import Console
import Delegation
import Foundation
import IncidentResponse
import PolicyEngine
import SessionStore

/// Shows a text of the console in another program, from a file that only this account may read and that is gone afterwards.
enum JSONViewing {
  /// In $PAGER; `less` may then start nothing and write nothing.
  @Sendable static func page(_ text: String) throws(EditFailure) {
    try show(text, mode: 0o600) {
      try ChildProcess.run(
        UserProgram(of: ["PAGER"], usual: "less").words + [$0], environment: ["LESSSECURE": "1"])
    }
  }

  /// A copy in $VISUAL or $EDITOR that cannot be written over.
  @Sendable static func look(_ text: String) throws(EditFailure) {
    try show(text, mode: 0o400) {
      try ChildProcess.run(UserProgram(of: ["VISUAL", "EDITOR"]).words + [$0])
    }
  }

  private static func show(
    _ text: String, mode: mode_t, _ run: (String) throws -> ChildProcess.Ending
  ) throws(EditFailure) {
    do {
      let folder = try ScratchFolder(named: "curfew-json")
      defer { folder.remove() }
      let path = "\(folder.path)/curfew.json"
      try SmallFile.make(path, text)
      chmod(path, mode)
      switch try run(path) {
      case .exited(0): return
      case .exited(let status): throw Failure("the program ended with status \(status)")
      case .killed(let signal): throw Failure("the program was ended by signal \(signal)")
      }
    } catch let failure as Failure {
      throw EditFailure(failure.sentence)
    } catch {
      throw EditFailure("the program could not be run")
    }
  }

  /// As the commands print it with `--json`; nil where the store has nothing of the kind.
  @Sendable static func describe(
    _ subject: JSONSubject, _ store: any SessionStore
  ) throws(StoreError) -> String? {
    switch subject {
    case .session(let key): return try store.session(key, executions: executionsMax)?.json
    case .alert(let id): return try store.alert(id)?.json
    case .execution(let leaf): return try store.execution(leaf).map { JSONWriter.object($0.writeFields) }
    case .approval(let id): return try store.approvals(limit: 1000).first { $0.id == id }?.json
    case .incident(let id):
      let desk = IncidentDesk(store: store, operator: Operator(name: ""))
      guard let incident = try? desk.incident(id) else { return nil }
      return IncidentText(incident, response: try store.policy().policy.response).json
    }
  }

  private static let executionsMax = 200
}
