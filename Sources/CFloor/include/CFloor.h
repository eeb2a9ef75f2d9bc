#pragma once

#include <stdint.h>

/// The rows that an allowed execution costs, read and written by SQLite's own C calls with the same durability and nothing
/// else: no deciding, no hashing, no signing. The floor beside which `curfew bench` puts the store.
typedef struct cfloor cfloor;

/// Opens a store's file, whose sessions have the ids from 1 on. NULL when it cannot.
cfloor *cfloor_open(const char *path, int64_t sessions);

/// Commits so many allowed executions durably, each of another session. Returns SQLite's code.
int cfloor_commit(cfloor *floor, int executions);

void cfloor_close(cfloor *floor);
