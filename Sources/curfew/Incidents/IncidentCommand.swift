import ArgumentParser

struct IncidentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "incident",
    abstract: "Walk an incident through: revoke, tighten, verify, notice. Every step is an entry of the log.",
    discussion: """
      Without an id a command means the one incident that is open. Revoking and tightening take effect first and are
      linked to the incident afterwards: neither ever waits for it. Steps keep their order; skipping one takes a reason.

      Examples:
        curfew incident open --alert 12
        curfew incident revoke --session 0x91c4…full key… --reason phished
        curfew incident tighten                    proposes; with a mode it chooses
        curfew incident verify --follow
        curfew incident handover bob               then, by bob: curfew incident accept
        curfew incident close --summary "router patched"
        curfew incident report INC-1 --markdown
      """,
    subcommands: [
      IncidentList.self, IncidentShow.self, IncidentOpen.self, IncidentRevoke.self, IncidentTighten.self,
      IncidentVerify.self,
      IncidentStart.self, IncidentDone.self, IncidentSkip.self, IncidentBack.self,
      IncidentNote.self, IncidentSeverity.self, IncidentRoleCommand.self, IncidentDetected.self,
      IncidentEvidence.self, IncidentHandOver.self, IncidentAccept.self, IncidentDecline.self,
      IncidentTake.self, IncidentFollowUp.self, IncidentClose.self, IncidentReopen.self,
      IncidentReportCommand.self,
    ],
    defaultSubcommand: IncidentList.self)
}
