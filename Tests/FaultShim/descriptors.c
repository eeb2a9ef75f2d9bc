#define _GNU_SOURCE
#include "internal.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DESCRIPTORS 4096

// Written without a lock: two threads that look at the same descriptor find the same.
static unsigned char kinds[DESCRIPTORS];
static char paths[5][PATH_MAX];

static const char *store_path(void) {
  static const char *path;
  if (!path) {
    const char *given = getenv("CURFEW_FAULT_STORE");
    path = given ? given : "";
    snprintf(paths[FILE_MAIN], PATH_MAX, "%s", path);
    snprintf(paths[FILE_WAL], PATH_MAX, "%s-wal", path);
    snprintf(paths[FILE_JOURNAL], PATH_MAX, "%s-journal", path);
  }
  return path;
}

const char *shim_path_of(enum file file) { return paths[file]; }

static enum file look(int descriptor) {
  const char *store = store_path();
  if (!*store) return FILE_OTHER;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t count = readlink(link, path, sizeof path - 1);
  if (count < 0) return FILE_OTHER;
  path[count] = 0;
  for (enum file file = FILE_MAIN; file <= FILE_JOURNAL; file++) {
    if (strcmp(path, paths[file]) == 0) return file;
  }
  return FILE_OTHER;
}

// Asks the system once for each descriptor that is opened.
enum file shim_file_of(int descriptor) {
  if (descriptor < 0 || descriptor >= DESCRIPTORS) return FILE_OTHER;
  if (kinds[descriptor] == FILE_UNKNOWN) kinds[descriptor] = look(descriptor);
  return kinds[descriptor];
}

void shim_forget(int descriptor) {
  if (descriptor >= 0 && descriptor < DESCRIPTORS) kinds[descriptor] = FILE_UNKNOWN;
}
