#define _GNU_SOURCE
#include "internal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static int unnamed_file(void) {
  const char *folder = getenv("TMPDIR");
  if (!folder || !*folder) folder = "/tmp";
  int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) return file;
  char path[] = "/tmp/curfew-stderr-XXXXXX"; // a file system without O_TMPFILE
  file = mkostemp(path, O_CLOEXEC);
  if (file >= 0) unlink(path);
  return file;
}

bool cc_stderr_capture(int *saved, int *file) {
  if (*file < 0) *file = unnamed_file();
  if (*file < 0) return false;
  if (*saved < 0) *saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (*saved < 0) return false;
  // The file's offset is shared by both descriptors, so what is written appends after a suspend.
  return dup2(*file, STDERR_FILENO) >= 0;
}
