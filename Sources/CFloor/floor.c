#include "CFloor.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct cfloor {
  sqlite3 *db;
  sqlite3_stmt *begin, *next, *find, *execution, *session, *meta, *head, *traffic, *commit;
  int64_t sessions;
  int64_t sequence;
  /// The sessions' keys, by id from 1 on, one after another.
  char (*keys)[48];
  int64_t turn;
};

static const unsigned char zeros[512];
static const char text[256] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static sqlite3_stmt *prepare(cfloor *floor, const char *sql) {
  sqlite3_stmt *statement = NULL;
  sqlite3_prepare_v3(floor->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  return statement;
}

static int run(sqlite3_stmt *statement) {
  int code = sqlite3_step(statement);
  sqlite3_reset(statement);
  return code == SQLITE_DONE || code == SQLITE_ROW ? SQLITE_OK : code;
}

static int load_keys(cfloor *floor) {
  floor->keys = calloc((size_t)floor->sessions, sizeof *floor->keys);
  sqlite3_stmt *s = prepare(floor, "SELECT session_key FROM sessions ORDER BY id");
  int64_t count = 0;
  while (floor->keys != NULL && count < floor->sessions && sqlite3_step(s) == SQLITE_ROW)
    strncpy(floor->keys[count++], (const char *)sqlite3_column_text(s, 0), 47);
  sqlite3_finalize(s);
  return count == floor->sessions;
}

/// Finds the next session by its key and reads its row. Returns its id.
static int64_t find_session(cfloor *floor, const char **key, int64_t *last, int64_t *sum) {
  sqlite3_stmt *s = floor->find;
  *key = floor->keys[floor->turn++ % floor->sessions];
  sqlite3_bind_text(s, 1, *key, -1, SQLITE_STATIC);
  int64_t id = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
  *last = sqlite3_column_int64(s, 11);
  *sum = sqlite3_column_int64(s, 7) + sqlite3_column_bytes(s, 14);
  for (int column = 1; column < 14; column++) *sum ^= sqlite3_column_int64(s, column);
  sqlite3_reset(s);
  return id;
}

cfloor *cfloor_open(const char *path, int64_t sessions) {
  cfloor *floor = calloc(1, sizeof *floor);
  if (floor == NULL) return NULL;
  floor->sessions = sessions;
  if (sqlite3_open(path, &floor->db) != SQLITE_OK) {
    cfloor_close(floor);
    return NULL;
  }
  sqlite3_busy_timeout(floor->db, 10000);
  sqlite3_exec(
      floor->db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536", NULL, NULL, NULL);
  floor->begin = prepare(floor, "BEGIN IMMEDIATE");
  floor->find = prepare(
      floor,
      "SELECT id, granted_at, idle_ms, expires_at, revoked_from, last_attested, last_active, spent, allowed, denied, "
      "last_used, last_execution, first_refused_at, nonce_highest, nonces, asserted_until FROM sessions "
      "WHERE session_key = ?");
  floor->next = prepare(floor, "SELECT next_sequence - 1 FROM meta");
  floor->execution = prepare(floor, "INSERT INTO executions VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  floor->session = prepare(
      floor,
      "UPDATE sessions SET expires_at=?, revoked_from=?, last_attested=?, last_active=?, spent=?, allowed=?, denied=?, "
      "last_used=?, last_execution=?, first_refused_at=?, nonce_highest=?, nonces=?, asserted_until=? WHERE id=?");
  floor->meta = prepare(floor, "UPDATE meta SET last_time=?, next_sequence=?, executions=?");
  floor->head = prepare(floor, "UPDATE log_head SET size=?, frontier=?, checkpoint=?");
  floor->traffic = prepare(
      floor, "INSERT INTO traffic VALUES (?,?,0) ON CONFLICT DO UPDATE SET allowed = allowed + excluded.allowed");
  floor->commit = prepare(floor, "COMMIT");
  if (floor->commit == NULL || floor->execution == NULL || floor->session == NULL || floor->head == NULL ||
      !load_keys(floor)) {
    cfloor_close(floor);
    return NULL;
  }
  return floor;
}

static int write_execution(cfloor *floor, const char *key, int64_t last) {
  sqlite3_stmt *s = floor->execution;
  sqlite3_bind_int64(s, 1, floor->sequence);
  sqlite3_bind_int64(s, 2, 1795000000000 + floor->sequence);
  sqlite3_bind_text(s, 3, key, -1, SQLITE_STATIC);
  sqlite3_bind_int64(s, 4, last);
  sqlite3_bind_int64(s, 5, 0);
  sqlite3_bind_int64(s, 6, 0);
  sqlite3_bind_int64(s, 7, 1);
  sqlite3_bind_int64(s, 8, 9000000000000);
  sqlite3_bind_text(s, 9, text, 8, SQLITE_STATIC);
  sqlite3_bind_text(s, 10, text, 8, SQLITE_STATIC);
  sqlite3_bind_text(s, 11, text, 42, SQLITE_STATIC);
  sqlite3_bind_int64(s, 12, 1);
  sqlite3_bind_int64(s, 13, 10000);
  sqlite3_bind_text(s, 14, text, 20, SQLITE_STATIC);
  sqlite3_bind_int64(s, 15, floor->sequence);
  sqlite3_bind_int64(s, 16, 0);
  sqlite3_bind_int64(s, 17, 0);
  sqlite3_bind_blob(s, 18, zeros, 32, SQLITE_STATIC);
  return run(s);
}

static int write_session(cfloor *floor, int64_t id) {
  sqlite3_stmt *s = floor->session;
  sqlite3_bind_int64(s, 1, 1795000900000);
  sqlite3_bind_int64(s, 4, 1795000000000);
  sqlite3_bind_int64(s, 5, 10000 * floor->sequence);
  sqlite3_bind_int64(s, 6, floor->sequence);
  sqlite3_bind_int64(s, 7, 0);
  sqlite3_bind_int64(s, 8, 1795000000000);
  sqlite3_bind_int64(s, 9, floor->sequence);
  sqlite3_bind_int64(s, 11, floor->sequence);
  sqlite3_bind_blob(s, 12, zeros, 128, SQLITE_STATIC);
  sqlite3_bind_int64(s, 14, id);
  return run(s);
}

static int write_ends(cfloor *floor, int executions) {
  sqlite3_bind_int64(floor->meta, 1, 1795000000000 + floor->sequence);
  sqlite3_bind_int64(floor->meta, 2, floor->sequence + 1);
  sqlite3_bind_int64(floor->meta, 3, floor->sequence);
  sqlite3_bind_int64(floor->head, 1, floor->sequence);
  sqlite3_bind_blob(floor->head, 2, zeros, 328, SQLITE_STATIC);
  sqlite3_bind_text(floor->head, 3, text, 200, SQLITE_STATIC);
  sqlite3_bind_int64(floor->traffic, 1, 1795000000 + floor->sequence / 4000);
  sqlite3_bind_int64(floor->traffic, 2, executions);
  int code = run(floor->meta);
  if (code == SQLITE_OK) code = run(floor->head);
  if (code == SQLITE_OK) code = run(floor->traffic);
  return code;
}

int cfloor_commit(cfloor *floor, int executions) {
  int code = run(floor->begin);
  if (code != SQLITE_OK) return code;
  // Other processes write too: where the numbers stand is looked up.
  floor->sequence = sqlite3_step(floor->next) == SQLITE_ROW ? sqlite3_column_int64(floor->next, 0) : 0;
  sqlite3_reset(floor->next);
  for (int index = 0; index < executions && code == SQLITE_OK; index++) {
    const char *key;
    int64_t last, sum;
    int64_t id = find_session(floor, &key, &last, &sum);
    floor->sequence++;
    code = write_execution(floor, key, last);
    if (code == SQLITE_OK) code = write_session(floor, id);
  }
  if (code == SQLITE_OK) code = write_ends(floor, executions);
  if (code == SQLITE_OK) return run(floor->commit);
  sqlite3_exec(floor->db, "ROLLBACK", NULL, NULL, NULL);
  return code;
}

void cfloor_close(cfloor *floor) {
  if (floor == NULL) return;
  sqlite3_stmt *statements[] = {floor->begin, floor->next, floor->find, floor->execution, floor->session, floor->meta,
                                floor->head,  floor->traffic,   floor->commit};
  for (size_t index = 0; index < sizeof statements / sizeof *statements; index++) sqlite3_finalize(statements[index]);
  sqlite3_close(floor->db);
  free(floor->keys);
  free(floor);
}
