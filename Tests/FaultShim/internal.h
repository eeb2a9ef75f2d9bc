#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

// Which file a descriptor leads to.
enum file { FILE_UNKNOWN, FILE_OTHER, FILE_MAIN, FILE_WAL, FILE_JOURNAL };

enum call { CALL_WRITE, CALL_SYNC, CALL_TRUNCATE };

// What is to happen with a call.
enum fate { FATE_PASS, FATE_FAIL, FATE_HALF };

// descriptors.c
enum file shim_file_of(int descriptor);
void shim_forget(int descriptor);
const char *shim_path_of(enum file file);

// counts.c
void shim_count_answer(void);
void shim_count(enum call call, enum file file);
long shim_calls(void);
void shim_mark_fired(void);
void shim_write_log(void);

// faults.c: decides under the lock that shim_begin takes and shim_end gives back.
enum fate shim_begin(enum call call, enum file file, bool *dies_after);
void shim_end(void);
_Noreturn void shim_die(void);

// undo.c: what a power cut takes back. To be called under the lock, before the call.
void shim_remember_write(int descriptor, enum file file, off_t offset, size_t count);
void shim_remember_truncate(int descriptor, enum file file, off_t size);
void shim_forget_undo(enum file file);
void shim_undo(void);

// calls.c
ssize_t shim_real_pwrite(int descriptor, const void *bytes, size_t count, off_t offset);
ssize_t shim_real_write(int descriptor, const void *bytes, size_t count);
int shim_real_open(const char *path, int flags);
int shim_real_close(int descriptor);
int shim_real_truncate(int descriptor, off_t size);
