import ArgumentParser
import Delegation
import SessionStore

/// What every command that uses the store takes.
struct StoreOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The session store: a path or sqlite:PATH (default: $CURFEW_STORE, else $XDG_DATA_HOME/curfew/curfew.db).",
      valueName: "url"))
  var store: String?

  var url: String { Surroundings.expandingHome(store ?? Surroundings.defaultStoreURL) }

  /// Opens the store with this account's keys; a new one gets its keys, and the account as its first operator.
  /// - Parameter point: what the process is called where it decides; nil for one that does not.
  func open(as point: String? = nil) throws -> any SessionStore {
    let store = try Stores.open(
      url: url, clock: Surroundings.now, makeID: Surroundings.makeID,
      options: Stores.Options(
        keys: Surroundings.keys, founder: Surroundings.operatorName(nil), pointName: point))
    if let problem = store.keyProblem {
      complain("\(problem.sentence); heads of the log stay unsigned by this process")
    }
    return store
  }
}

/// Who acts, for commands that change something.
struct OperatorOptions: ParsableArguments {
  @Option(
    name: .customLong("operator"),
    help: ArgumentHelp("Who acts (default: $CURFEW_OPERATOR, else the account's name).", valueName: "name"))
  var name: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Where the action comes from: user, policy or secops.", valueName: "plane"))
  var plane: Plane = .secops

  /// Who acts, with the key that proves it where this account has one. A key that cannot be used stops nobody from stopping.
  func acting(in store: any SessionStore) -> Operator {
    let name = Surroundings.operatorName(name)
    do throws(StoreError) {
      let key = try Surroundings.keys.operatorKey(name, store: store.identity.id)
      return Operator(name: name, plane: plane, key: key)
    } catch {
      complain(error.sentence)
      return Operator(name: name, plane: plane)
    }
  }
}

struct JSONOption: ParsableArguments {
  @Flag(name: .long, help: "Print JSON, one object a line.")
  var json = false
}

extension Plane: ExpressibleByArgument {}
extension PolicyMode: ExpressibleByArgument {}
extension SessionSort: ExpressibleByArgument {}

/// A session's key as an argument.
struct KeyArgument {
  let identifier: Identifier

  /// - Throws: a `ValidationError` that says what was expected.
  static func read(_ argument: String) throws -> KeyArgument {
    do throws(Identifier.Problem) {
      return KeyArgument(identifier: try Identifier(argument))
    } catch {
      throw ValidationError("expected \(error.expectation)")
    }
  }
}

/// A moment as an argument.
struct TimeArgument {
  let time: Timestamp

  /// - Throws: a `ValidationError` that says what was expected.
  static func read(_ argument: String) throws -> TimeArgument {
    guard let time = Timestamp(text: argument) else {
      throw ValidationError("expected epoch seconds, or RFC 3339 in UTC such as 2026-11-22T12:30:00Z")
    }
    return TimeArgument(time: time)
  }
}

/// What loosens, or may, is recorded with a reason that says something. A revocation is not held up by this: it only stops.
func checkReason(_ reason: String) throws {
  guard reason.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
    throw ValidationError("--reason: expected words that say why")
  }
  guard reason.unicodeScalars.count <= 1024 else {
    throw ValidationError("--reason: expected at most 1,024 characters")
  }
}
