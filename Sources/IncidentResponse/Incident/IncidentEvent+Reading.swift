package import Delegation

extension IncidentEvent {
  /// Reads what ``json`` writes, strictly.
  /// - Throws: ``FieldError`` naming the field.
  package init(_ value: JSONValue, path: String = "") throws(FieldError) {
    var fields = try ObjectReader(value, path: path)
    let type = try fields.required("type", expected: "an incident event's type", Read.string)
    self.init(
      id: try fields.required("id", expected: "the event's id", Read.name),
      incident: try fields.required("incident", expected: "the incident's id", Read.name),
      happenedAt: try fields.required("happenedAt", expected: "epoch seconds", Read.time),
      recordedAt: try fields.required("recordedAt", expected: "epoch seconds", Read.time),
      who: try fields.required("who", expected: "an operator's name", Read.name),
      sequence: try fields.optional("sequence", Read.leaf),
      action: try IncidentAction(type: type, &fields))
    try fields.finish()
  }
}

extension IncidentAction {
  fileprivate init(type: String, _ fields: inout ObjectReader) throws(FieldError) {
    switch type {
    case "incident.opened": self = .opened(try IncidentOpening(&fields))
    case "incident.facts.found":
      self = .factsFound(try fields.required("facts", expected: "the facts", Read.facts))
    case "incident.severity.set":
      self = .severitySet(try Read.severity(&fields), reason: try Read.reason(&fields))
    case "incident.role.assigned":
      self = .roleAssigned(
        try fields.required("role", expected: Read.roles) { (value, path) throws(FieldError) in
          try Read.word(value, path, of: IncidentRole.self, expected: Read.roles)
        }, to: try Read.person(&fields))
    case "incident.note.added":
      self = .noteAdded(try Read.words("note", IncidentLimits.note, &fields))
    case "incident.detection.corrected":
      self = .detectionCorrected(
        from: try fields.required("from", expected: "epoch seconds", Read.time),
        to: try fields.required("to", expected: "epoch seconds", Read.time), reason: try Read.reason(&fields))
    case "incident.evidence.attached":
      self = .evidenceAttached(
        Evidence(
          title: try Read.words("title", IncidentLimits.title, &fields),
          sequence: try fields.required("leaf", expected: "the number of a leaf", Read.leaf)))
    case "incident.revocation.linked": self = .revoked(try IncidentRevocation(&fields))
    case "incident.mode.linked": self = .tightened(try IncidentModeChange(&fields))
    case "incident.notice.staged": self = .noticeStaged(try NoticeStage(&fields))
    case "incident.followup.agreed": self = .followUpAgreed(try FollowUp(&fields))
    case "incident.followup.done":
      self = .followUpDone(id: try fields.required("followUp", expected: "a follow-up's id", Read.name))
    case "incident.closed": self = .closed(summary: try Read.words("summary", IncidentLimits.note, &fields))
    default: self = try IncidentAction(stepOrHandOver: type, &fields)
    }
  }

  private init(stepOrHandOver type: String, _ fields: inout ObjectReader) throws(FieldError) {
    switch type {
    case "incident.step.started": self = .stepStarted(try Read.step(&fields))
    case "incident.step.done": self = .stepDone(try Read.step(&fields), try StepResult(&fields))
    case "incident.step.skipped":
      self = .stepSkipped(try Read.step(&fields), reason: try Read.reason(&fields))
    case "incident.step.back":
      self = .steppedBack(to: try Read.step(&fields), reason: try Read.reason(&fields))
    case "incident.reopened":
      self = .reopened(from: try Read.step(&fields), reason: try Read.reason(&fields))
    case "incident.handover.offered":
      self = .handOverOffered(
        to: try Read.person(&fields), brief: try Read.words("brief", IncidentLimits.brief, &fields))
    case "incident.handover.accepted":
      self = .handOverAccepted(
        offer: try fields.required("offer", expected: "the id of the offer", Read.name))
    case "incident.handover.declined": self = .handOverDeclined(reason: try Read.reason(&fields))
    case "incident.command.taken": self = .commandTaken(reason: try Read.reason(&fields))
    default:
      throw FieldError(
        field: fields.path(of: "type"), expected: "an incident event's type", found: "`\(type)`")
    }
  }
}

extension IncidentOpening {
  fileprivate init(_ fields: inout ObjectReader) throws(FieldError) {
    self.init(
      origin: try fields.required("origin", expected: "an origin") { (value, path) throws(FieldError) in
        try IncidentOrigin(value, path: path)
      },
      title: try Read.words("title", IncidentLimits.title, &fields),
      detectedAt: try fields.required("detectedAt", expected: "epoch seconds", Read.time),
      facts: try fields.required("facts", expected: "the facts", Read.facts),
      severity: try Read.severity(&fields),
      isDrill: try fields.optional("drill", Read.bool) ?? false)
  }
}

extension IncidentOrigin {
  fileprivate init(_ value: JSONValue, path: String) throws(FieldError) {
    var fields = try ObjectReader(value, path: path)
    if let id = try fields.optional("alert", Read.leaf) {
      self = .alert(id)
    } else if let key = try fields.optional("session", Read.identifier) {
      self = .session(key)
    } else if let scope = try fields.optional(
      "scope", { (value, path) throws(FieldError) in try Scope(value, path: path) })
    {
      self = .scope(scope)
    } else {
      self = .hand
    }
    try fields.finish()
  }
}

extension IncidentFacts {
  /// Reads what ``json`` writes.
  /// - Throws: ``FieldError``.
  package init(_ value: JSONValue, path: String) throws(FieldError) {
    var fields = try ObjectReader(value, path: path)
    self.init(
      allowedAfterRevoke: try fields.optional("allowedAfterRevoke", Read.count),
      exposedWallets: try fields.optional("exposedWallets", Read.count),
      exposedValue: try fields.optional("exposedValueUsd", Read.money),
      risk: try fields.optional("risk", Read.risk), spent: try fields.optional("spentUsd", Read.money))
    try fields.finish()
  }
}

extension StepResult {
  fileprivate init(_ fields: inout ObjectReader) throws(FieldError) {
    self.init(
      summary: try Read.words("summary", IncidentLimits.note, &fields),
      verification: try fields.optional("verification") { (value, path) throws(FieldError) in
        try Verification(value, path: path)
      })
  }
}

extension Verification {
  fileprivate init(_ value: JSONValue, path: String) throws(FieldError) {
    var fields = try ObjectReader(value, path: path)
    self.init(
      pendingPoints: try fields.required("pendingPoints", expected: "a list of enforcement points") {
        (value, path) throws(FieldError) in try Read.array(value, path, Read.name)
      },
      allowed: try fields.required("allowed", expected: "a count", Read.count),
      denied: try fields.required("denied", expected: "a count", Read.count),
      isQuiet: try fields.required("quiet", expected: "true or false", Read.bool))
    try fields.finish()
  }
}

extension FollowUp {
  fileprivate init(_ fields: inout ObjectReader) throws(FieldError) {
    self.init(
      id: try fields.required("followUp", expected: "a follow-up's id", Read.name),
      what: try Read.words("what", IncidentLimits.reason, &fields),
      owner: try fields.required("owner", expected: "an operator's name", Read.name),
      dueAt: try fields.optional("dueAt", Read.time))
  }
}
