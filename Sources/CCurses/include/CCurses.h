/// The one door to ncursesw: what Swift sees of it. No macro, variadic or global of curses leaks
/// through. There is one screen at a time. Functions on it take a lock of their own; only the
/// `cc_crash_…` functions may be called from a signal handler.
#ifndef CCURSES_H
#define CCURSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cc_screen cc_screen;

enum cc_open_result {
  CC_OPENED = 0,
  CC_NO_DATABASE = 1,     // the terminfo database was not found
  CC_UNKNOWN_TERMINAL = 2, // the name is not in the database
  CC_NO_CURSOR = 3,       // the terminal cannot address the cursor
  CC_FAILED = 4,          // newterm or the system refused
  CC_BUSY = 5,            // another screen is open
};

// Attribute bits of `cc_put`, our own so that no curses macro is needed outside.
enum {
  CC_BOLD = 1,
  CC_UNDERLINE = 2,
  CC_REVERSE = 4,
  CC_DIM = 8,
};

/// Sets LC_CTYPE once from the environment, with C.UTF-8 where it names no locale or an absent one.
/// True if the terminal's character set is UTF-8.
bool cc_locale_is_utf8(void);

/// Columns of one Unicode scalar by libc's `wcwidth` in a UTF-8 locale, whatever the process's own
/// locale is: 0, 1, 2, or -1 for what libc does not print.
int cc_width(uint32_t scalar);

/// Opens a screen by `newterm` on duplicates of the descriptors. `terminal` may be NULL for $TERM.
/// `rows` and `columns` of 0 mean the terminal's own size.
int cc_open(const char *terminal, int input, int output, int rows, int columns, bool capture_stderr,
            cc_screen **opened);
/// Restores the terminal and standard error. Repeating it does nothing.
void cc_close(cc_screen *screen);
/// Closes and gives the memory back.
void cc_free(cc_screen *screen);

int cc_rows(cc_screen *screen);
int cc_columns(cc_screen *screen);
/// Number of colours by terminfo, 0 for none; -1 for direct (24-bit) colour.
int cc_colors(cc_screen *screen);
/// True if the size of the terminal could be read (TIOCGWINSZ).
bool cc_terminal_size(cc_screen *screen, int *rows, int *columns);

/// Makes colour pair `pair` (1 …); -1 is the terminal's own colour.
bool cc_set_pair(cc_screen *screen, int pair, int foreground, int background);
/// Puts a base and at most two marks into ncurses's window; nothing is sent before `cc_flush`.
void cc_put(cc_screen *screen, int row, int column, const uint32_t scalars[3], unsigned attributes, int pair);
/// Blanks the window; with `repaint` the whole terminal is sent again by the next flush.
void cc_erase(cc_screen *screen, bool repaint);
/// Sends what changed, and places the cursor; a negative row hides it.
void cc_flush(cc_screen *screen, int cursor_row, int cursor_column);
bool cc_resize(cc_screen *screen, int rows, int columns);

/// Leaves the alternate screen, and back with waiting input thrown away.
void cc_suspend(cc_screen *screen);
void cc_resume(cc_screen *screen);
void cc_bell(cc_screen *screen);
/// Sends bytes as they are (OSC 52), behind what ncurses has buffered.
void cc_send(cc_screen *screen, const void *bytes, size_t count);

/// Reads from the front of captured standard error: bytes given, 0 at the end.
size_t cc_captured_stderr(cc_screen *screen, size_t offset, void *buffer, size_t size);

/// Installs the handler that restores the terminal on SEGV, BUS, ILL, TRAP, ABRT and FPE, then hands
/// on to whatever handler was there before. Repeating it does nothing.
void cc_crash_install(void);
/// Restores the terminal of the open screen, if one is. Async-signal-safe; acts once.
void cc_crash_restore(void);

#endif
