import Delegation
import PolicyEngine
import SessionStore
import Testing

@Suite struct EnforcementTests {
  @Test(arguments: Backend.all)
  func `an unknown session is denied and recorded`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let decision = try fixture.store.decide(.sample("nobody"))
    #expect(decision.reasons == .unknownSession)
    #expect(try fixture.store.overview().executions == 1)
    #expect(try fixture.store.overview().recentDenied == 1)
    #expect(try fixture.store.events().map(\.event) == [.requested(.sample("nobody"))])
  }

  @Test(arguments: Backend.all)
  func `each limit denies what passes it`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.onlyAlert()
    try store.mustGrant(.sample(max: 500, maxExecutions: 2))
    let denied: [(ExecutionRequest, Reasons)] = [
      (.sample(capability: "transfer.send"), [.capabilityNotGranted, .destinationNotAllowed]),
      (.sample(destination: "0xElsewhere"), .destinationNotAllowed), (.sample(chain: 10), .chainMismatch),
      (.sample(domain: "web"), .domainMismatch), (.sample(value: 501), .valueOverBudget),
      (
        .sample(capability: "bridge.transfer"),
        [.capabilityUnregistered, .capabilityNotGranted, .destinationNotAllowed]
      ),
    ]
    for (request, reasons) in denied {
      #expect(try store.decide(request).reasons == reasons)
    }
    #expect(try store.decide(.sample(nonce: 1, value: 300)).isAllowed)
    #expect(try store.decide(.sample(nonce: 1, value: 1)).reasons == .nonceReplayed)
    #expect(try store.decide(.sample(nonce: 2, value: 201)).reasons == .valueOverBudget)
    #expect(try store.decide(.sample(nonce: 2, value: 200)).remaining == .zero)
    #expect(try store.decide(.sample(nonce: 3, value: 0)).reasons == .executionLimitReached)
    #expect(try store.decide(.sample(nonce: 2000, value: 0)).reasons == .executionLimitReached)
  }

  @Test(arguments: Backend.all)
  func `a denied attempt changes nothing but its count`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    try fixture.store.mustGrant(.sample())
    fixture.clock.advance(seconds: 5)
    _ = try fixture.store.decide(.sample(nonce: 7, chain: 10))
    let row = try fixture.store.row()
    #expect(row.denied == 1)
    #expect(row.allowed == 0)
    #expect(row.spent == .zero)
    #expect(row.lastUsed == nil)
    #expect(try fixture.store.decide(.sample(nonce: 7)).isAllowed)
  }

  @Test(arguments: Backend.all)
  func `the requests of one batch see each other`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    try fixture.store.mustGrant(.sample(max: 100), .sample("s-2"))
    let decisions = try fixture.store.decideAll([
      .sample(nonce: 1, value: 60), .sample("s-2", nonce: 1), .sample(nonce: 1, value: 1),
      .sample(nonce: 2, value: 60), .sample(nonce: 3, value: 40),
    ])
    #expect(decisions.map(\.reasons) == [[], [], .nonceReplayed, .valueOverBudget, []])
    #expect(decisions.last?.remaining == .zero)
    #expect(try fixture.store.row().spent == usd(100))
  }

  @Test(arguments: Backend.all)
  func `nonces are kept whatever their size and order`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    try fixture.store.mustGrant(.sample())
    let nonces: [UInt64] = [
      0, 5, 3, 1030, 1029, 5, 6, UInt64(Int64.max), UInt64.max, UInt64.max - 1, UInt64.max,
    ]
    let reasons = try nonces.map { try fixture.store.decide(.sample(nonce: $0, value: 0)).reasons }
    #expect(
      reasons == [[], [], [], [], [], .nonceOutOfWindow, .nonceOutOfWindow, [], [], [], .nonceReplayed])
    let executions = try #require(try fixture.store.session(id("s-1"), executions: 20)).executions
    #expect(executions.map(\.request.nonce) == nonces.reversed())
  }

  @Test(arguments: Backend.all)
  func `a spend window moves with time`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let window = SpendWindow(value: usd(100), length: TimeSpan(seconds: 60))
    try fixture.store.mustGrant(.sample(window: window))
    #expect(try fixture.store.decide(.sample(nonce: 1, value: 80)).isAllowed)
    #expect(try fixture.store.decide(.sample(nonce: 2, value: 20)).isAllowed)
    fixture.clock.advance(milliseconds: 59_999)
    #expect(try fixture.store.decide(.sample(nonce: 3, value: 1)).reasons == .valueOverWindow)
    fixture.clock.advance(milliseconds: 1)
    #expect(
      try fixture.store.decideAll([.sample(nonce: 3, value: 99), .sample(nonce: 4, value: 2)]).map(\.reasons)
        == [[], .valueOverWindow])
  }

  @Test(arguments: Backend.all)
  func `a preview decides the same and records nothing`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    try fixture.store.mustGrant(.sample())
    let requests: [ExecutionRequest] = [.sample(nonce: 1), .sample(nonce: 1), .sample("nobody")]
    let previewed = try fixture.store.preview(requests[...])
    #expect(previewed.map(\.reasons) == [[], [], .unknownSession])
    #expect(try fixture.store.overview().executions == 0)
    #expect(try fixture.store.row().executions == 0)
    #expect(try fixture.store.decide(requests[0]) == previewed[0])
  }

  @Test(arguments: Backend.all)
  func `time never goes back, whatever the clock does`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    try fixture.store.mustGrant(.sample())
    let first = try fixture.store.decide(.sample(nonce: 1)).at
    fixture.clock.advance(seconds: -3600)
    #expect(try fixture.store.decide(.sample(nonce: 2)).at == first)
    #expect(try fixture.store.overview().asOf == first)
  }

  @Test(arguments: Backend.all)
  func `a closed store does nothing`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    fixture.store.close()
    fixture.store.close()
    #expect(throws: StoreError.closed) { try fixture.store.authorize([.sample()]) }
    #expect(throws: StoreError.closed) { try fixture.store.overview() }
    #expect(throws: StoreError.closed) { try fixture.store.grant([Grant(envelope: .sample())], by: .alice) }
  }
}
