/// The policy that a new store starts with.
package enum StarterPolicy {
  /// The file as `curfew policy init` prints it.
  package static let yaml = """
    # Curfew policy. What is not registered here, or is a draft, is denied.
    # Check it with `curfew policy check FILE`, put it in force with `curfew policy apply FILE`.
    version: 1

    # What holds where a capability says nothing. Durations: 45s, 15m, 2h, 1d.
    defaults:
      maxTtl: 30m           # the longest life of a session
      hardCeiling: 24h      # no extension takes a session beyond this
      inactivity: 30m       # a session that was quiet for longer needs an attestation

    # An active capability carries tests: one allow at least, and a denial for each of destination, chain, expiry and
    # over-limit. A file with a failing or missing test is refused whole.
    capabilities:
      swap.execute:
        actionClass: swap
        tier: high          # moves value: minutes, never more than an hour
        status: active
        maxTtl: 15m
        maxValueUsd: 1000   # for one execution; the session's own budget counts too
        inactivity: 10m
        destinations: [dex-router]
        tests:
          - {expect: allow, destination: "0xRouterA", valueUsd: 10}
          - {expect: allow, destination: "0xRouterB", valueUsd: 1000, after: 9m}
          - {expect: deny, because: destination_not_allowed, destination: "0xElsewhere"}
          - {expect: deny, because: chain_mismatch, chainId: 10}
          - {expect: deny, because: attestation_required, after: 11m}
          - {expect: deny, because: session_expired, after: 15m}
          - {expect: deny, because: value_over_execution_limit, valueUsd: 1000.01}

      quote.accept:
        actionClass: quote
        tier: low           # binds a price, moves nothing by itself
        status: active
        maxTtl: 30m
        maxValueUsd: 1000
        destinations: [dex-router]
        tests:
          - {expect: allow, destination: "0xRouterA", valueUsd: 500}
          - {expect: deny, because: destination_not_allowed, destination: "0xElsewhere"}
          - {expect: deny, because: chain_mismatch, chainId: 10}
          - {expect: deny, because: session_expired, after: 30m}
          - {expect: deny, because: value_over_execution_limit, valueUsd: 1000.01}

      # Recipients differ from wallet to wallet: without families the envelope's own list decides.
      transfer.send:
        actionClass: transfer
        tier: high
        status: active
        maxTtl: 10m
        maxValueUsd: 500
        inactivity: 5m
        tests: &transfer-tests
          - {expect: allow, valueUsd: 500}
          - {expect: deny, because: destination_not_allowed, destination: "0xElsewhere"}
          - {expect: deny, because: chain_mismatch, chainId: 10}
          - {expect: deny, because: session_expired, after: 10m}
          - {expect: deny, because: value_over_execution_limit, valueUsd: 500.01}

      native.send:
        actionClass: transfer
        tier: high
        status: active
        maxTtl: 10m
        maxValueUsd: 500
        inactivity: 5m
        tests: *transfer-tests

      # An approval outlives the session that made it: the shortest life of all.
      token.approve:
        actionClass: approval
        tier: high
        status: active
        maxTtl: 5m
        maxValueUsd: 1000
        inactivity: 2m
        tests:
          - {expect: allow, valueUsd: 1000}
          - {expect: deny, because: destination_not_allowed, destination: "0xElsewhere"}
          - {expect: deny, because: chain_mismatch, chainId: 10}
          - {expect: deny, because: attestation_required, after: 3m}
          - {expect: deny, because: session_expired, after: 5m}
          - {expect: deny, because: value_over_execution_limit, valueUsd: 1000.01}

      contract.call:
        actionClass: contract
        tier: high
        status: active
        maxTtl: 10m
        maxValueUsd: 1000
        inactivity: 5m
        tests:
          - {expect: allow, valueUsd: 1}
          - {expect: deny, because: destination_not_allowed, destination: "0xElsewhere"}
          - {expect: deny, because: chain_mismatch, chainId: 10}
          - {expect: deny, because: session_expired, after: 10m}
          - {expect: deny, because: value_over_execution_limit, valueUsd: 1000.01}

      nft.list:
        actionClass: listing
        tier: low
        status: active
        maxTtl: 30m
        maxValueUsd: 2500
        tests:
          - {expect: allow, valueUsd: 2500}
          - {expect: deny, because: destination_not_allowed, destination: "0xElsewhere"}
          - {expect: deny, because: chain_mismatch, chainId: 10}
          - {expect: deny, because: session_expired, after: 30m}
          - {expect: deny, because: value_over_execution_limit, valueUsd: 2500.01}

      # A draft counts as unregistered until its tests are written and its status is active.
      bridge.transfer:
        actionClass: bridge
        tier: high
        status: draft
        maxTtl: 5m
        maxValueUsd: 250

    # Families of destinations. Put your own routers here; an address in mixed case must carry its EIP-55 checksum.
    destinations:
      dex-router: ["0xRouterA", "0xRouterB"]

    modes:
      guarded: {spendFactor: 0.25, maxRemaining: 5m, maxRisk: 70}
      denyFirst: {maxRisk: 40}

    # More than this many executions of one session on a wrong chain or destination within the window.
    detection: {window: 30m, mismatchesOver: 3}

    response:
      autoRevokeAtRisk: 97      # the policy plane revokes from this score on
      autoRevoke: enforce       # or alert: a dry run, which only tells
      broadWallets: 25          # exposure is broad from here on: users are told
      broadValueUsd: 100000
      quiet: 2m                 # an incident is verified once nothing was allowed for so long

    # What each signal says of a session's risk, in nats. What is not said is the standard.
    # risk:
    #   CTX: {halfLife: 2h, cap: 8, chain: 3.2, destination: 2.9}
    #   VELO: {over: 0.5, spendHalfLife: 10m}
    #   factors: {allowed: 1.6}

    # Who owns a capability's telemetry: alerts name them.
    # owners:
    #   swap.execute: team-dex

    """
}
