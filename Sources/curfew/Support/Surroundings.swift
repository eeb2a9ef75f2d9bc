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

  /// `$XDG_DATA_HOME/curfew/curfew.db`, or where that usually is.
  static var defaultStoreURL: String {
    let environment = ProcessInfo.processInfo.environment
    if let url = environment["CURFEW_STORE"], !url.isEmpty { return url }
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return "\(data)/curfew/curfew.db" }
    return "\(environment["HOME"] ?? ".")/.local/share/curfew/curfew.db"
  }
}
