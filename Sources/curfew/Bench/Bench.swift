import ArgumentParser

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure this build on this machine, each figure beside its limit in the same run.",
    discussion: """
      Build with -c release. Medians of rounds; quote ratios, the machine's noise cancels in them.

      Examples:
        curfew bench decision
        curfew bench authorize
        curfew bench processes
        curfew bench revoke
        curfew bench mass --scoped 10000 --scoped 100000
        curfew bench verify --leaves 10000000
        curfew bench points
        curfew bench respond --rate 2000 --rounds 100
        curfew bench watch --events 10000000
        curfew bench preview --executions 3600000
        curfew bench import --sessions 1000000
        curfew bench open --sessions 1000000
        curfew bench filter --sessions 1000000
      """,
    subcommands: [
      BenchDecision.self, BenchAuthorize.self, BenchProcesses.self, BenchWork.self, BenchRevoke.self,
      BenchMass.self, BenchRespond.self,
      BenchVerify.self, BenchPoints.self, BenchWatch.self, BenchPreview.self, BenchImport.self,
      BenchOpen.self, BenchFilter.self,
    ])
}
