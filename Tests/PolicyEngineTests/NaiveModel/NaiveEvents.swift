struct NaiveLabel: Equatable {
  let key: Text
  let value: Text
}

struct NaiveEnvelope {
  let key: Text
  let wallet: Text
  let capabilities: [Text]
  let maxValue: UInt128
  /// What each granted capability may go to.
  let destinations: [Text: [Text]]
  let chainID: UInt128
  let expiresAt: Int
  let domain: Text
  let issuedAt: Int?
  let notBefore: Int?
  let maxPerExecution: UInt128?
  let window: (value: UInt128, length: Int)?
  let maxExecutions: UInt128?
  let idle: Int?
  let labels: [NaiveLabel]

  init(_ value: NaiveJSON) throws {
    let fields = try NaiveFields(
      value,
      only: [
        "sessionKey", "wallet", "capabilities", "maxValueUsd", "allowedDestinations", "chainId", "expiresAt",
        "nonceDomain", "issuedAt", "notBefore", "maxValuePerExecutionUsd", "spendWindow", "maxExecutions",
        "inactivitySeconds", "labels",
      ])
    key = try fields.required("sessionKey", Naive.identifier)
    wallet = try fields.required("wallet", Naive.identifier)
    let granted = try fields.required("capabilities", Naive.identifiers)
    if granted.isEmpty || Set(granted).count != granted.count { throw Malformed() }
    capabilities = granted
    maxValue = try fields.required("maxValueUsd", Naive.money)
    destinations = try fields.required("allowedDestinations") {
      try NaiveEnvelope.destinations($0, of: granted)
    }
    chainID = try fields.required("chainId", Naive.chainID)
    expiresAt = try fields.required("expiresAt", Naive.time)
    domain = try fields.required("nonceDomain", Naive.identifier)
    issuedAt = try fields.optional("issuedAt", Naive.time)
    notBefore = try fields.optional("notBefore", Naive.time)
    maxPerExecution = try fields.optional("maxValuePerExecutionUsd", Naive.money)
    window = try fields.optional("spendWindow") { value in
      let fields = try NaiveFields(value, only: ["valueUsd", "seconds"])
      return (
        try fields.required("valueUsd", Naive.money),
        Int(try fields.required("seconds", Naive.seconds)) * 1000
      )
    }
    maxExecutions = try fields.optional("maxExecutions", Naive.integer(0...9_007_199_254_740_991))
    idle = try fields.optional("inactivitySeconds") { Int(try Naive.seconds($0)) * 1000 }
    labels = try fields.optional("labels", NaiveEnvelope.labels) ?? []
  }

  private static func destinations(_ value: NaiveJSON, of granted: [Text]) throws -> [Text: [Text]] {
    var result: [Text: [Text]] = [:]
    if case .object(let members) = value {
      for member in members {
        let capability = try Naive.canonical(Naive.checkedName(member.key))
        if !granted.contains(capability) || result[capability] != nil { throw Malformed() }
        result[capability] = try Naive.identifiers(member.value)
      }
    } else {
      let list = try Naive.identifiers(value)
      for capability in granted { result[capability] = list }
    }
    return result
  }

  private static func labels(_ value: NaiveJSON) throws -> [NaiveLabel] {
    guard case .object(let members) = value, members.count <= 32 else { throw Malformed() }
    return try members.map {
      NaiveLabel(key: try Naive.checkedName($0.key), value: try Naive.text(upTo: 256)($0.value))
    }
  }
}

struct NaiveRequest {
  let at: Int
  let id: Text
  let key: Text
  let capability: Text
  let destination: Text
  let chainID: UInt128
  let value: UInt128
  let domain: Text
  let nonce: Int128

  init(_ members: [NaiveMember], line: Int) throws {
    let fields = try NaiveFields(
      members,
      only: [
        "type", "at", "requestId", "sessionKey", "capability", "destination", "chainId", "valueUsd",
        "nonceDomain",
        "nonce",
      ])
    at = try fields.required("at", Naive.time)
    id = try fields.optional("requestId", Naive.name) ?? Text("#\(line)")
    key = try fields.required("sessionKey", Naive.identifier)
    capability = try fields.required("capability", Naive.identifier)
    destination = try fields.required("destination", Naive.identifier)
    chainID = try fields.required("chainId", Naive.chainID)
    value = try fields.required("valueUsd", Naive.money)
    domain = try fields.required("nonceDomain", Naive.identifier)
    nonce = Int128(try fields.required("nonce", Naive.integer(0...18_446_744_073_709_551_615)))
  }
}

struct NaiveScope: Equatable {
  var key: Text?
  var wallet: Text?
  var chainID: UInt128?
  var capability: Text?
  var destination: Text?
  var domain: Text?
  var label: NaiveLabel?
  var issuedBefore: Int?

  init() {}

  init(_ value: NaiveJSON) throws {
    let fields = try NaiveFields(
      value,
      only: [
        "sessionKey", "wallet", "chainId", "capability", "destination", "nonceDomain", "label",
        "issuedBefore",
      ])
    key = try fields.optional("sessionKey", Naive.identifier)
    wallet = try fields.optional("wallet", Naive.identifier)
    chainID = try fields.optional("chainId", Naive.chainID)
    capability = try fields.optional("capability", Naive.identifier)
    destination = try fields.optional("destination", Naive.identifier)
    domain = try fields.optional("nonceDomain", Naive.identifier)
    label = try fields.optional("label") { value in
      let fields = try NaiveFields(value, only: ["key", "value"])
      return NaiveLabel(
        key: try fields.required("key", Naive.name),
        value: try fields.required("value", Naive.text(upTo: 256)))
    }
    issuedBefore = try fields.optional("issuedBefore", Naive.time)
  }

  func matches(_ request: NaiveRequest, _ session: NaiveSession?) -> Bool {
    if let key, key != request.key { return false }
    if let chainID, chainID != request.chainID { return false }
    if let capability, capability != request.capability { return false }
    if let destination, destination != request.destination { return false }
    if let domain, domain != request.domain { return false }
    if let wallet, wallet != session?.envelope.wallet { return false }
    if let label, session?.envelope.labels.contains(label) != true { return false }
    if let issuedBefore {
      guard let session, session.issuedAt < issuedBefore else { return false }
    }
    return true
  }
}
