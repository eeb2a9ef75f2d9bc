#define _GNU_SOURCE
#include "internal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// What a range of a file held before it was changed, and how long the file was.
struct change {
  struct change *previous;
  enum file file;
  off_t offset, size;
  size_t count;
  unsigned char bytes[];
};

static struct change *latest;

static bool is_wanted(void) {
  const char *mode = getenv("CURFEW_FAULT_MODE");
  return mode && strcmp(mode, "powercut") == 0;
}

static void remember(int descriptor, enum file file, off_t offset, size_t count) {
  struct stat status;
  if (!is_wanted() || fstat(descriptor, &status) != 0) return;
  struct change *change = malloc(sizeof *change + count);
  if (!change) abort();
  *change = (struct change){.previous = latest, .file = file, .offset = offset, .size = status.st_size};
  // The descriptor may be for writing only.
  int reading = shim_real_open(shim_path_of(file), O_RDONLY | O_CLOEXEC);
  ssize_t had = reading < 0 ? 0 : pread(reading, change->bytes, count, offset);
  if (reading >= 0) shim_real_close(reading);
  change->count = had < 0 ? 0 : (size_t)had;
  latest = change;
}

void shim_remember_write(int descriptor, enum file file, off_t offset, size_t count) {
  remember(descriptor, file, offset, count);
}

void shim_remember_truncate(int descriptor, enum file file, off_t size) {
  struct stat status;
  if (fstat(descriptor, &status) != 0) return;
  remember(descriptor, file, size, status.st_size > size ? (size_t)(status.st_size - size) : 0);
}

// The file was synced: nothing of it can be lost any more.
void shim_forget_undo(enum file file) {
  struct change **link = &latest;
  while (*link) {
    struct change *change = *link;
    if (change->file == file) {
      *link = change->previous;
      free(change);
    } else {
      link = &change->previous;
    }
  }
}

void shim_undo(void) {
  for (struct change *change = latest; change; change = change->previous) {
    int writing = shim_real_open(shim_path_of(change->file), O_RDWR | O_CLOEXEC);
    // Removed since: what it held stands elsewhere.
    if (writing < 0) continue;
    if (change->count > 0
        && shim_real_pwrite(writing, change->bytes, change->count, change->offset) != (ssize_t)change->count)
      abort();
    if (shim_real_truncate(writing, change->size) != 0) abort();
    shim_real_close(writing);
  }
}
