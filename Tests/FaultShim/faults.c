#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static const char *setting(const char *name) {
  const char *value = getenv(name);
  return value ? value : "";
}

static bool is_due(void) {
  long at = atol(setting("CURFEW_FAULT_AT"));
  if (at <= 0 || shim_calls() < at) return false;
  return shim_calls() == at || *setting("CURFEW_FAULT_FOREVER");
}

_Noreturn void shim_die(void) {
  shim_write_log();
  while (true) kill(getpid(), SIGKILL);
}

enum fate shim_begin(enum call call, enum file file, bool *dies_after) {
  pthread_mutex_lock(&lock);
  *dies_after = false;
  shim_count(call, file);
  if (!is_due()) return FATE_PASS;
  const char *mode = setting("CURFEW_FAULT_MODE");
  bool is_short = strcmp(mode, "short") == 0;
  // Only a write can be done by half.
  if (is_short && call != CALL_WRITE) return FATE_PASS;
  shim_mark_fired();
  if (is_short) return FATE_HALF;
  if (strcmp(mode, "torn") == 0 && call == CALL_WRITE) {
    *dies_after = true;
    return FATE_HALF;
  }
  if (strcmp(mode, "powercut") == 0) shim_undo();
  if (strcmp(mode, "eio") != 0 && strcmp(mode, "enospc") != 0) shim_die();
  errno = strcmp(mode, "eio") == 0 ? EIO : ENOSPC;
  return FATE_FAIL;
}

void shim_end(void) {
  int code = errno;
  pthread_mutex_unlock(&lock);
  errno = code;
}
