// Shared by the C files of this target only.
#ifndef CCURSES_INTERNAL_H
#define CCURSES_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

// What a signal handler needs to put a terminal back, prepared while all is well.
typedef struct {
  int output;          // descriptor of the terminal
  bool has_termios;
  struct termios termios;
  char text[256];      // escape sequences, ready to write
  size_t length;
  int stderr_saved;    // the real standard error while captured, else -1
  int stderr_file;     // where standard error goes meanwhile, else -1
} cc_restoration;

// Arms `cc_crash_restore` with a copy; NULL disarms it if `owner` armed it last.
void cc_crash_arm(const void *owner, const cc_restoration *restoration);

// Sends standard error to a new file that has no name (0600). False if the system refused.
bool cc_stderr_capture(int *saved, int *file);

#endif
