import ArgumentParser

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Verify, prove, follow and export the audit log.",
    discussion: """
      Every state change, operator action and execution is a leaf of a Merkle log (RFC 9162), whose heads are signed
      with a key outside the store. Keep checkpoints elsewhere: they catch a store that was rolled back.

      Examples:
        curfew audit verify --witness /mnt/usb/witness
        curfew audit checkpoint --to /mnt/usb/witness
        curfew audit prove --leaf 12 --to evidence      evidence.leaf and evidence.tlog-proof
        curfew audit prove --from /mnt/usb/witness
        curfew audit check evidence --key "$(curfew audit key)"
        curfew audit tail --follow
        curfew audit export > log.ndjson
      """,
    subcommands: [
      AuditVerify.self, AuditCheckpoint.self, AuditProve.self, AuditCheck.self, AuditKey.self, AuditTail.self,
      AuditExport.self,
    ])
}
