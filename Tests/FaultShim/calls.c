// No large-file names: `pwrite` and `pwrite64` are two symbols, and both are ours.
#define _GNU_SOURCE
#include "internal.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(name, type) \
  static type real; \
  if (!real) real = (type)dlsym(RTLD_NEXT, name)

typedef ssize_t (*pwrite_call)(int, const void *, size_t, off_t);
typedef ssize_t (*write_call)(int, const void *, size_t);
typedef int (*sync_call)(int);
typedef int (*truncate_call)(int, off_t);
typedef int (*open_call)(const char *, int, ...);
typedef int (*openat_call)(int, const char *, int, ...);

ssize_t shim_real_pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  REAL("pwrite64", pwrite_call);
  return real(descriptor, bytes, count, offset);
}

ssize_t shim_real_write(int descriptor, const void *bytes, size_t count) {
  REAL("write", write_call);
  return real(descriptor, bytes, count);
}

int shim_real_open(const char *path, int flags) {
  REAL("open64", open_call);
  return real(path, flags);
}

int shim_real_close(int descriptor) {
  REAL("close", sync_call);
  return real(descriptor);
}

int shim_real_truncate(int descriptor, off_t size) {
  REAL("ftruncate64", truncate_call);
  return real(descriptor, size);
}

// Writes of the store at a known place: all of it, half of it, or nothing.
static ssize_t write_at(int descriptor, enum file file, const void *bytes, size_t count, off_t offset) {
  bool dies_after;
  enum fate fate = shim_begin(CALL_WRITE, file, &dies_after);
  ssize_t result = -1;
  if (fate != FATE_FAIL) {
    shim_remember_write(descriptor, file, offset, count);
    result = shim_real_pwrite(descriptor, bytes, fate == FATE_HALF ? count / 2 : count, offset);
  }
  if (dies_after) shim_die();
  shim_end();
  return result;
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off_t offset) {
  enum file file = shim_file_of(descriptor);
  if (file == FILE_OTHER) return shim_real_pwrite(descriptor, bytes, count, offset);
  return write_at(descriptor, file, bytes, count, offset);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  return pwrite64(descriptor, bytes, count, offset);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  if (descriptor == STDOUT_FILENO) shim_count_answer();
  enum file file = shim_file_of(descriptor);
  if (file == FILE_OTHER) return shim_real_write(descriptor, bytes, count);
  off_t offset = lseek(descriptor, 0, SEEK_CUR);
  ssize_t written = write_at(descriptor, file, bytes, count, offset);
  if (written > 0) lseek(descriptor, offset + written, SEEK_SET);
  return written;
}

static int sync_with(sync_call real, int descriptor) {
  enum file file = shim_file_of(descriptor);
  if (file == FILE_OTHER) return real(descriptor);
  bool dies_after;
  enum fate fate = shim_begin(CALL_SYNC, file, &dies_after);
  int result = fate == FATE_FAIL ? -1 : real(descriptor);
  if (result == 0) shim_forget_undo(file);
  shim_end();
  return result;
}

int fdatasync(int descriptor) {
  REAL("fdatasync", sync_call);
  return sync_with(real, descriptor);
}

int fsync(int descriptor) {
  REAL("fsync", sync_call);
  return sync_with(real, descriptor);
}

int ftruncate64(int descriptor, off_t size) {
  enum file file = shim_file_of(descriptor);
  if (file == FILE_OTHER) return shim_real_truncate(descriptor, size);
  bool dies_after;
  enum fate fate = shim_begin(CALL_TRUNCATE, file, &dies_after);
  int result = -1;
  if (fate != FATE_FAIL) {
    shim_remember_truncate(descriptor, file, size);
    result = shim_real_truncate(descriptor, size);
  }
  shim_end();
  return result;
}

int ftruncate(int descriptor, off_t size) { return ftruncate64(descriptor, size); }

int close(int descriptor) {
  shim_forget(descriptor);
  return shim_real_close(descriptor);
}

static int opened(int descriptor) {
  shim_forget(descriptor);
  return descriptor;
}

// The mode is there only where a file may be made.
#define MODE_OF(flags, mode) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { \
    va_list list; \
    va_start(list, flags); \
    mode = va_arg(list, mode_t); \
    va_end(list); \
  }

int open(const char *path, int flags, ...) {
  MODE_OF(flags, mode)
  REAL("open", open_call);
  return opened(real(path, flags, mode));
}

int open64(const char *path, int flags, ...) {
  MODE_OF(flags, mode)
  REAL("open64", open_call);
  return opened(real(path, flags, mode));
}

int openat(int folder, const char *path, int flags, ...) {
  MODE_OF(flags, mode)
  REAL("openat", openat_call);
  return opened(real(folder, path, flags, mode));
}

int openat64(int folder, const char *path, int flags, ...) {
  MODE_OF(flags, mode)
  REAL("openat64", openat_call);
  return opened(real(folder, path, flags, mode));
}
