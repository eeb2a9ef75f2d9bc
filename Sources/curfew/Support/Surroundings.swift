import Delegation
import Foundation
import SessionStore

/// The edge where time, randomness and names come in from the world.
enum Surroundings {
  @Sendable static func now() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  /// 80 random bits: unique without asking anybody.
  @Sendable static func makeID() -> String {
    var generator = SystemRandomNumberGenerator()
    let high = String(generator.next() as UInt64, radix: 36)
    return "r-" + high + String(UInt16.random(in: 0 ... .max, using: &generator), radix: 36)
  }

  /// Who acts: `--operator`, `CURFEW_OPERATOR`, or the account's name.
  static func operatorName(_ given: String?) -> String {
    if let name = given ?? ProcessInfo.processInfo.environment["CURFEW_OPERATOR"], !name.isEmpty {
      return name
    }
    guard let entry = getpwuid(getuid()) else { return "uid-\(getuid())" }
    return String(cString: entry.pointee.pw_name)
  }

  @Sendable static func random(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
  }

  /// Where this account keeps its private keys: `$CURFEW_KEYS`, else `$XDG_CONFIG_HOME/curfew/keys`.
  static var keys: KeyFolder { KeyFolder(path: keysPath, random: random) }

  private static var keysPath: String {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["CURFEW_KEYS"], !path.isEmpty { return expandingHome(path) }
    if let config = environment["XDG_CONFIG_HOME"], config.hasPrefix("/") { return "\(config)/curfew/keys" }
    return "\(home)/.config/curfew/keys"
  }

  /// `$XDG_CONFIG_HOME/curfew/config.yaml`, or where that usually is.
  static var defaultConfigPath: String {
    if let config = ProcessInfo.processInfo.environment["XDG_CONFIG_HOME"], config.hasPrefix("/") {
      return "\(config)/curfew/config.yaml"
    }
    return "\(home)/.config/curfew/config.yaml"
  }

  /// `$XDG_DATA_HOME/curfew/curfew.db`, or where that usually is.
  static var defaultStoreURL: String {
    let environment = ProcessInfo.processInfo.environment
    if let url = environment["CURFEW_STORE"], !url.isEmpty { return url }
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return "\(data)/curfew/curfew.db" }
    return "\(home)/.local/share/curfew/curfew.db"
  }

  /// Where the console keeps what its operator changed about it: `$XDG_STATE_HOME/curfew/console.json`; nil without a
  /// folder of the user's.
  static var consoleState: String? { stateFolder.map { "\($0)/console.json" } }

  /// What the program remembers between calls, `$XDG_STATE_HOME/curfew`; nil without a folder of the user's.
  static var stateFolder: String? {
    if let state = ProcessInfo.processInfo.environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      return "\(state)/curfew"
    }
    return home == "/" ? nil : "\(home)/.local/state/curfew"
  }

  /// The user's folder: `HOME`, or as the account has it where that is unset or no absolute path. Never the current
  /// folder, where each call might find another store.
  private static var home: String {
    if let home = ProcessInfo.processInfo.environment["HOME"], home.hasPrefix("/") { return home }
    guard let entry = getpwuid(getuid()), let folder = entry.pointee.pw_dir else { return "/" }
    return String(cString: folder)
  }

  /// `path` with a leading `~/` as the shell reads it; in `--store=~/x`, `sqlite:~/x` and variables it does not.
  static func expandingHome(_ url: String) -> String {
    let scheme = url.hasPrefix("sqlite:") ? "sqlite:" : ""
    let path = url.dropFirst(scheme.count)
    return path.hasPrefix("~/") ? scheme + home + path.dropFirst() : url
  }
}
