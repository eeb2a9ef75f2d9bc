#define _GNU_SOURCE
#include "internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static long writes, syncs, truncates;
static bool has_fired;

// The order of events, one letter each: w write and s sync of the log, W and S of the other files, t truncation, a write
// to standard output. It ends when the room is full.
static char order[1 << 16];
static size_t ordered;

static void enter(char letter) {
  size_t place = __atomic_fetch_add(&ordered, 1, __ATOMIC_RELAXED);
  if (place < sizeof order - 1) order[place] = letter;
}

void shim_count_answer(void) { enter('a'); }

void shim_count(enum call call, enum file file) {
  bool is_log = file == FILE_WAL;
  switch (call) {
  case CALL_WRITE: writes++; enter(is_log ? 'w' : 'W'); break;
  case CALL_SYNC: syncs++; enter(is_log ? 's' : 'S'); break;
  case CALL_TRUNCATE: truncates++; enter('t'); break;
  }
}

long shim_calls(void) { return writes + syncs + truncates; }

void shim_mark_fired(void) { has_fired = true; }

// One line: calls=7 writes=5 syncs=2 truncates=0 fired=1 order=wwsa
void shim_write_log(void) {
  const char *path = getenv("CURFEW_FAULT_LOG");
  if (!path) return;
  static char line[sizeof order + 200];
  int count = snprintf(
    line, sizeof line, "calls=%ld writes=%ld syncs=%ld truncates=%ld fired=%d order=%s\n", shim_calls(), writes,
    syncs, truncates, has_fired, order);
  int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return;
  ssize_t written = shim_real_write(file, line, (size_t)count);
  (void)written;
  shim_real_close(file);
}

__attribute__((destructor)) static void at_exit(void) { shim_write_log(); }
