import GRDB

/// The tables, and which version of them this build knows.
///
/// - `sessions` holds what changes, in narrow rows that a list can run through; `envelopes` what never does.
///   A session's `id` is its place in grant order, without gaps.
/// - `executions.sequence` and `events.sequence` count together: merged, they are the event log in commit order.
/// - A session's executions are a chain (`last_execution`, `previous`): an index on random keys would make every
///   insertion four to seven times slower.
/// - `life_counts` and `traffic` are sums that the header shows without reading a session (``LifeCounts``).
enum Schema {
  static let version = 1

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
      idle_until INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE policy_versions (
      id INTEGER PRIMARY KEY, version TEXT NOT NULL, yaml TEXT NOT NULL, applied_at INTEGER NOT NULL,
      applied_by TEXT NOT NULL
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
      last_execution INTEGER, nonce_highest INTEGER, nonces BLOB
    ) STRICT;
    CREATE TABLE envelopes (
      id INTEGER PRIMARY KEY, json TEXT NOT NULL, nonce_domain TEXT NOT NULL, capabilities TEXT NOT NULL,
      destinations TEXT NOT NULL, labels TEXT NOT NULL
    ) STRICT;
    CREATE TABLE window_spends (
      session_id INTEGER NOT NULL, at INTEGER NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (session_id, at)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE executions (
      sequence INTEGER PRIMARY KEY, ts INTEGER NOT NULL, session_key TEXT NOT NULL, previous INTEGER,
      reasons INTEGER NOT NULL, mode INTEGER NOT NULL, policy_id INTEGER NOT NULL, remaining INTEGER,
      request_id TEXT NOT NULL, capability TEXT NOT NULL, destination TEXT NOT NULL, chain_id INTEGER NOT NULL,
      value_micros INTEGER NOT NULL, nonce_domain TEXT NOT NULL, nonce ANY NOT NULL,
      chain_mismatch INTEGER NOT NULL, destination_mismatch INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX mismatches ON executions (ts, session_key)
      WHERE chain_mismatch = true OR destination_mismatch = true;
    CREATE INDEX mismatches_by_number ON executions (ts, session_key)
      WHERE chain_mismatch = 1 OR destination_mismatch = 1;
    CREATE VIEW delegated_exec_events AS
      SELECT session_key, ts, chain_mismatch, destination_mismatch, request_id, capability, destination, chain_id,
        value_micros, nonce_domain, nonce, CASE WHEN reasons = 0 THEN 'allow' ELSE 'deny' END AS decision
      FROM executions;
    CREATE TABLE events (
      sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, type TEXT NOT NULL, session_id INTEGER, payload TEXT
    ) STRICT;
    CREATE TABLE revocations (
      sequence INTEGER PRIMARY KEY, session_key TEXT NOT NULL, revocation_id TEXT NOT NULL,
      effective_at INTEGER NOT NULL, committed_at INTEGER NOT NULL, plane TEXT NOT NULL, operator TEXT NOT NULL,
      reason TEXT NOT NULL, withdrawn_at INTEGER, UNIQUE (session_key, revocation_id)
    ) STRICT;
    CREATE TABLE operator_actions (
      sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, operator TEXT NOT NULL, plane TEXT NOT NULL,
      action TEXT NOT NULL, target TEXT NOT NULL, before TEXT, after TEXT, reason TEXT, result TEXT NOT NULL
    ) STRICT;
    CREATE TABLE life_counts (
      second INTEGER PRIMARY KEY, pending INTEGER NOT NULL, active INTEGER NOT NULL, dormant INTEGER NOT NULL,
      expired INTEGER NOT NULL, revoked INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE traffic (
      second INTEGER PRIMARY KEY, allowed INTEGER NOT NULL, denied INTEGER NOT NULL
    ) STRICT;
    """
}
