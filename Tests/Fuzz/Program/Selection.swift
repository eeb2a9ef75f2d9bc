import FuzzTargets
import Glibc

/// The one target of this run.
enum Selection {
  /// Nil when `CURFEW_FUZZ_TARGET` names none.
  static let target: FuzzTarget? = getenv("CURFEW_FUZZ_TARGET").flatMap { name in
    FuzzTarget.all.first { $0.name == String(cString: name) }
  }

  static var names: String {
    "CURFEW_FUZZ_TARGET: expected one of \(FuzzTarget.all.map(\.name).joined(separator: ", "))"
  }

  /// Aborts where a property is broken: that is how libFuzzer hears of it.
  static func check(_ bytes: UnsafeBufferPointer<UInt8>) {
    do throws(BrokenProperty) {
      _ = try target?.check(Array(bytes))
    } catch {
      let report = "broken property of \(target?.name ?? ""): \(error.sentence)\n"
      _ = write(STDERR_FILENO, report, report.utf8.count)
      abort()
    }
  }
}
