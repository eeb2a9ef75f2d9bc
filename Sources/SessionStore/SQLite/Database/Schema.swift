import GRDB

/// The tables, and which version of them this build knows.
///
/// - `sessions` holds what changes, in narrow rows that a list can run through; `envelopes` what never does.
///   A session's `id` is its place in grant order, without gaps.
/// - `executions.sequence` and `entries.sequence` count together, without gaps: merged, they are the audit log in commit
///   order, row n being the log's leaf n − 1 (RFC 9162), and `leaf` its hash. Where an entry has an `event`, or grants a
///   session, it is a line of the event log too.
/// - `log_head` is the log's right edge and its signed checkpoint; `log_nodes` has the tree's inner nodes at every eighth
///   level, so that a proof reads a few hundred rows of however many.
/// - A session's executions are a chain (`last_execution`, `previous`): an index on random keys would make every
///   insertion four to seven times slower.
/// - `sessions.risk` is what a score is made of, under the policy `risk_policy`; `risk_bound` is what the score cannot
///   exceed until something happens to the session, and what an order by risk is kept by (``RiskOrder``).
/// - `incident_entries` finds the events of incidents, which are entries of the log and nothing else; `checkpoint` keeps
///   the signed head that ends with such an event, so that what is proved of an incident is the same for ever.
/// - `life_entries` finds what was done to a session and when its wallet logged out; its revocations stand in `revocations`.
/// - `mismatch_counts` holds the seed's window: which sessions had context mismatches since `meta.mismatches_until`.
/// - `rollups` and `lifetimes` are what the five metrics are read from, by minute and by hour (``MetricSums``).
/// - `life_counts` and `traffic` are sums that the header shows without reading a session (``LifeCounts``).
enum Schema {
  static let version = 4

  static let script = """
    CREATE TABLE meta (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      last_time INTEGER NOT NULL,
      next_sequence INTEGER NOT NULL,
      sessions INTEGER NOT NULL,
      executions INTEGER NOT NULL,
      after_revoke INTEGER NOT NULL,
      rules_version INTEGER NOT NULL,
      policy_id INTEGER NOT NULL,
      counted_until INTEGER NOT NULL,
      idle_until INTEGER NOT NULL,
      mismatches_until INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE identity (
      id INTEGER PRIMARY KEY CHECK (id = 1), store_id TEXT NOT NULL, log_key BLOB, assertion_key BLOB
    ) STRICT;
    CREATE TABLE log_head (
      id INTEGER PRIMARY KEY CHECK (id = 1), size INTEGER NOT NULL, frontier BLOB NOT NULL, signed INTEGER NOT NULL,
      checkpoint TEXT
    ) STRICT;
    CREATE TABLE log_nodes (
      level INTEGER NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE operators (
      sequence INTEGER PRIMARY KEY, name TEXT NOT NULL, key BLOB NOT NULL, roles TEXT NOT NULL,
      added_at INTEGER NOT NULL, added_by TEXT NOT NULL, removed_at INTEGER
    ) STRICT;
    CREATE TABLE approvals (
      sequence INTEGER PRIMARY KEY, request_id TEXT NOT NULL UNIQUE, action TEXT NOT NULL, target TEXT NOT NULL,
      what TEXT NOT NULL, attachment TEXT, reason TEXT NOT NULL, asked_by TEXT NOT NULL,
      asked_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, signature BLOB NOT NULL, state TEXT NOT NULL,
      decided_by TEXT, decided_at INTEGER, answer TEXT, answer_signature BLOB
    ) STRICT;
    CREATE TABLE policy_versions (
      id INTEGER PRIMARY KEY, version TEXT NOT NULL, yaml TEXT NOT NULL, applied_at INTEGER NOT NULL,
      applied_by TEXT NOT NULL, half_lives TEXT NOT NULL
    ) STRICT;
    CREATE TABLE modes (
      position INTEGER PRIMARY KEY, scope TEXT NOT NULL, mode TEXT NOT NULL, start INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE sessions (
      id INTEGER PRIMARY KEY, session_key TEXT NOT NULL UNIQUE, wallet TEXT NOT NULL, chain_id INTEGER NOT NULL,
      granted_at INTEGER NOT NULL, issued_at INTEGER NOT NULL, valid_from INTEGER NOT NULL,
      expires_at INTEGER NOT NULL, idle_ms INTEGER NOT NULL, max_value INTEGER NOT NULL,
      revoked_from INTEGER, first_refused_at INTEGER, last_attested INTEGER, last_active INTEGER NOT NULL,
      last_used INTEGER, spent INTEGER NOT NULL, allowed INTEGER NOT NULL, denied INTEGER NOT NULL,
      last_execution INTEGER, nonce_highest INTEGER, nonces BLOB,
      asserted_until INTEGER, risk BLOB, risk_policy INTEGER NOT NULL, risk_bound INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX risk_order ON sessions (risk_bound, expires_at, revoked_from) WHERE risk_bound > 100;
    CREATE TABLE envelopes (
      id INTEGER PRIMARY KEY, json TEXT NOT NULL, nonce_domain TEXT NOT NULL, capabilities TEXT NOT NULL,
      destinations TEXT NOT NULL, labels TEXT NOT NULL, classes TEXT NOT NULL
    ) STRICT;
    CREATE TABLE window_spends (
      session_id INTEGER NOT NULL, at INTEGER NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (session_id, at)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE executions (
      sequence INTEGER PRIMARY KEY, ts INTEGER NOT NULL, session_key TEXT NOT NULL, previous INTEGER,
      reasons INTEGER NOT NULL, mode INTEGER NOT NULL, policy_id INTEGER NOT NULL, remaining INTEGER,
      request_id TEXT NOT NULL, capability TEXT NOT NULL, destination TEXT NOT NULL, chain_id INTEGER NOT NULL,
      value_micros INTEGER NOT NULL, nonce_domain TEXT NOT NULL, nonce ANY NOT NULL,
      chain_mismatch INTEGER NOT NULL, destination_mismatch INTEGER NOT NULL, leaf BLOB NOT NULL
    ) STRICT;
    CREATE INDEX mismatches ON executions (ts, session_key)
      WHERE chain_mismatch = true OR destination_mismatch = true;
    CREATE INDEX mismatches_by_number ON executions (ts, session_key)
      WHERE chain_mismatch = 1 OR destination_mismatch = 1;
    CREATE VIEW delegated_exec_events AS
      SELECT session_key, ts, chain_mismatch, destination_mismatch, request_id, capability, destination, chain_id,
        value_micros, nonce_domain, nonce, CASE WHEN reasons = 0 THEN 'allow' ELSE 'deny' END AS decision
      FROM executions;
    CREATE TABLE entries (
      sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, plane TEXT NOT NULL,
      action TEXT NOT NULL, target TEXT NOT NULL, before TEXT, after TEXT, reason TEXT, result TEXT NOT NULL,
      event TEXT, session_id INTEGER, detail TEXT, leaf BLOB NOT NULL, checkpoint TEXT
    ) STRICT;
    CREATE INDEX life_entries ON entries (target, sequence)
      WHERE action IN ('session.attest', 'session.extend', 'session.reinstate', 'user.logOut');
    CREATE INDEX kept_checkpoints ON entries (sequence) WHERE checkpoint IS NOT NULL;
    CREATE INDEX incident_entries ON entries (target, sequence)
      WHERE action >= 'incident.' AND action < 'incident/';
    CREATE INDEX response_entries ON entries (action, target, sequence)
      WHERE action IN ('drill.run', 'notice.publish', 'point.effective');
    CREATE TABLE revocations (
      sequence INTEGER PRIMARY KEY, session_key TEXT NOT NULL, revocation_id TEXT NOT NULL,
      effective_at INTEGER NOT NULL, committed_at INTEGER NOT NULL, plane TEXT NOT NULL, operator TEXT NOT NULL,
      reason TEXT NOT NULL, withdrawn_at INTEGER, UNIQUE (session_key, revocation_id)
    ) STRICT;
    CREATE TABLE life_counts (
      second INTEGER PRIMARY KEY, pending INTEGER NOT NULL, active INTEGER NOT NULL, dormant INTEGER NOT NULL,
      expired INTEGER NOT NULL, revoked INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE traffic (
      second INTEGER PRIMARY KEY, allowed INTEGER NOT NULL, denied INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE mismatch_counts (
      session_id INTEGER PRIMARY KEY, count INTEGER NOT NULL, last_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX most_mismatches ON mismatch_counts (count);
    CREATE TABLE alerts (
      id INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, session_key TEXT,
      wallet TEXT, owner TEXT, opened_at INTEGER NOT NULL, last_at INTEGER NOT NULL, count INTEGER NOT NULL, peak INTEGER NOT NULL,
      state TEXT NOT NULL, label TEXT, acknowledged_by TEXT, acknowledged_at INTEGER, closed_by TEXT,
      closed_at INTEGER, revoked_at INTEGER, effective_at INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX open_alerts ON alerts (subject, kind) WHERE state <> 'closed';
    CREATE INDEX alerts_of_subject ON alerts (subject, kind);
    CREATE INDEX critical_alerts ON alerts (opened_at) WHERE kind = 'risk_critical';
    CREATE TABLE rollups (
      span INTEGER NOT NULL, start INTEGER NOT NULL, chain_id INTEGER NOT NULL, family TEXT NOT NULL,
      allowed INTEGER NOT NULL, denied INTEGER NOT NULL, mismatched INTEGER NOT NULL, late INTEGER NOT NULL,
      r0 INTEGER NOT NULL, r1 INTEGER NOT NULL, r2 INTEGER NOT NULL, r3 INTEGER NOT NULL, r4 INTEGER NOT
      NULL, r5 INTEGER NOT NULL, r6 INTEGER NOT NULL, r7 INTEGER NOT NULL, r8 INTEGER NOT NULL, r9 INTEGER
      NOT NULL, r10 INTEGER NOT NULL, r11 INTEGER NOT NULL, r12 INTEGER NOT NULL, r13 INTEGER NOT NULL,
      r14 INTEGER NOT NULL, r15 INTEGER NOT NULL, r16 INTEGER NOT NULL, r17 INTEGER NOT NULL, r18 INTEGER
      NOT NULL, r19 INTEGER NOT NULL, PRIMARY KEY (span, start, chain_id, family)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE lifetimes (
      span INTEGER NOT NULL, start INTEGER NOT NULL, class TEXT NOT NULL, sessions INTEGER NOT NULL,
      total_ms INTEGER NOT NULL, PRIMARY KEY (span, start, class)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE granted_to (
      wallet TEXT NOT NULL, app TEXT NOT NULL, session_id INTEGER NOT NULL, PRIMARY KEY (wallet, app)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE nonce_domains (
      domain TEXT PRIMARY KEY, classes TEXT NOT NULL, sessions INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE destination_lists (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL, entries INTEGER NOT NULL,
      added_at INTEGER NOT NULL, added_by TEXT NOT NULL, removed_at INTEGER
    ) STRICT;
    CREATE TABLE listed (
      address TEXT NOT NULL, list_id INTEGER NOT NULL, chain_id INTEGER NOT NULL, kind TEXT NOT NULL,
      label TEXT NOT NULL, family TEXT, PRIMARY KEY (address, list_id, chain_id)
    ) STRICT, WITHOUT ROWID;
    """
}
