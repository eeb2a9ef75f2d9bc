/// libFuzzer's own entry, https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library.
#ifndef CFUZZER_H
#define CFUZZER_H

#include <stddef.h>
#include <stdint.h>

/// Runs `check` on inputs until the limits of the command line are reached; gives the exit status.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*check)(const uint8_t *bytes, size_t count));

#endif
