#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "CCurses.h"
#include "internal.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

// term.h names capabilities by macros such as these two
#undef columns
#undef lines

struct cc_screen {
  SCREEN *curses;
  FILE *input;
  FILE *output;
  int rows;
  int columns;
  int colors;
  bool has_started_colors;
  bool shown; // on the terminal: neither suspended nor closed
  bool captures_stderr;
  cc_restoration restoration;
};

static const char paste_on[] = "\033[?2004h";
static const char paste_off[] = "\033[?2004l";

// curses keeps the current screen, window, terminal and size in globals; ncurses 6.4 writes out of
// bounds when two resized screens take turns (valgrind). So there is one, and one lock.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static cc_screen *current;

static void enter(void) { pthread_mutex_lock(&lock); }

static void leave(void) { pthread_mutex_unlock(&lock); }

static void send_now(cc_screen *screen, const char *bytes, size_t count) {
  fflush(screen->output);
  while (count > 0) {
    ssize_t written = write(fileno(screen->output), bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

// MARK: opening

static int check_terminal(const char *terminal, int output) {
  int problem = 0;
  int result = CC_OPENED;
  if (setupterm((char *)terminal, output, &problem) != OK) {
    result = problem < 0 ? CC_NO_DATABASE : problem > 0 ? CC_NO_CURSOR : CC_UNKNOWN_TERMINAL;
  } else {
    const char *place = tigetstr((char *)"cup");
    if (!place || place == (char *)-1) result = CC_NO_CURSOR;
  }
  if (cur_term) del_curterm(cur_term);
  return result;
}

static void append(cc_restoration *restoration, const char *capability) {
  if (!capability || capability == (char *)-1) return;
  // Padding such as `$<2>` is for the hardware of its day; a crash handler can't run tputs.
  for (const char *at = capability; *at && restoration->length < sizeof restoration->text; at++) {
    if (at[0] == '$' && at[1] == '<') {
      const char *end = strchr(at, '>');
      if (end) {
        at = end;
        continue;
      }
    }
    restoration->text[restoration->length++] = *at;
  }
}

static void prepare_restoration(cc_screen *screen) {
  cc_restoration *restoration = &screen->restoration;
  append(restoration, tigetstr((char *)"sgr0"));
  append(restoration, tigetstr((char *)"op"));
  append(restoration, paste_off);
  append(restoration, tigetstr((char *)"rmcup"));
  append(restoration, tigetstr((char *)"cnorm"));
}

static const int curses_signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
enum { CURSES_SIGNALS = sizeof curses_signals / sizeof *curses_signals };

// `newterm` takes signals that the program delivers to its own loop: put them back.
static SCREEN *newterm_without_signals(const char *terminal, FILE *output, FILE *input) {
  struct sigaction before[CURSES_SIGNALS];
  for (int i = 0; i < CURSES_SIGNALS; i++) sigaction(curses_signals[i], NULL, &before[i]);
  SCREEN *curses = newterm((char *)terminal, output, input);
  for (int i = 0; i < CURSES_SIGNALS; i++) sigaction(curses_signals[i], &before[i], NULL);
  return curses;
}

static FILE *duplicate(int descriptor, const char *mode) {
  int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  if (copy < 0) return NULL;
  FILE *file = fdopen(copy, mode);
  if (!file) close(copy);
  return file;
}

static int count_colors(void) {
  if (tigetflag((char *)"RGB") > 0 || tigetnum((char *)"RGB") > 0) return -1;
  int colors = tigetnum((char *)"colors");
  return has_colors() && colors > 0 ? colors : 0;
}

static void set_modes(void) {
  raw(); // ^C, ^Z and ^\ arrive as keys; the program decides
  noecho();
  nonl();
  intrflush(stdscr, FALSE);
  leaveok(stdscr, TRUE);
  curs_set(0);
}

static bool start(cc_screen *screen, const char *terminal, int rows, int columns) {
  int output = fileno(screen->output);
  screen->restoration.output = output;
  screen->restoration.has_termios = tcgetattr(output, &screen->restoration.termios) == 0;
  screen->curses = newterm_without_signals(terminal, screen->output, screen->input);
  if (!screen->curses) return false;
  prepare_restoration(screen);
  screen->colors = count_colors();
  set_modes();
  if (rows > 0 && columns > 0) resizeterm(rows, columns);
  screen->rows = LINES;
  screen->columns = COLS;
  return true;
}

static void show(cc_screen *screen) {
  screen->shown = true;
  if (screen->captures_stderr) {
    cc_stderr_capture(&screen->restoration.stderr_saved, &screen->restoration.stderr_file);
  }
  send_now(screen, paste_on, sizeof paste_on - 1);
  cc_crash_arm(screen, &screen->restoration);
}

static void hide(cc_screen *screen) {
  send_now(screen, paste_off, sizeof paste_off - 1);
  curs_set(1);
  endwin();
  cc_crash_arm(screen, NULL);
  if (screen->restoration.stderr_saved >= 0) dup2(screen->restoration.stderr_saved, STDERR_FILENO);
  screen->shown = false;
}

static void release(cc_screen *screen) {
  if (screen->curses) delscreen(screen->curses);
  screen->curses = NULL;
  if (screen->output) fclose(screen->output);
  if (screen->input) fclose(screen->input);
  screen->output = screen->input = NULL;
}

int cc_open(const char *terminal, int input, int output, int rows, int columns, bool capture_stderr,
            cc_screen **opened) {
  *opened = NULL;
  cc_locale_is_utf8();
  if (!terminal) terminal = getenv("TERM");
  if (!terminal || !*terminal) return CC_UNKNOWN_TERMINAL;
  cc_screen *screen = calloc(1, sizeof *screen);
  if (!screen) return CC_FAILED;
  screen->captures_stderr = capture_stderr;
  screen->restoration.stderr_saved = screen->restoration.stderr_file = -1;

  enter();
  int result = current ? CC_BUSY : check_terminal(terminal, output);
  if (result == CC_OPENED) {
    screen->output = duplicate(output, "w");
    screen->input = duplicate(input, "r");
    bool started = screen->output && screen->input && start(screen, terminal, rows, columns);
    if (started) {
      current = screen;
      show(screen);
    } else {
      result = CC_FAILED;
    }
  }
  if (result != CC_OPENED) release(screen);
  leave();

  if (result == CC_OPENED) *opened = screen;
  else free(screen);
  return result;
}

void cc_close(cc_screen *screen) {
  if (!screen->curses) return;
  enter();
  if (screen->shown) hide(screen);
  release(screen);
  current = NULL;
  leave();
}

void cc_free(cc_screen *screen) {
  cc_close(screen);
  if (screen->restoration.stderr_saved >= 0) close(screen->restoration.stderr_saved);
  if (screen->restoration.stderr_file >= 0) close(screen->restoration.stderr_file);
  free(screen);
}

// MARK: drawing

int cc_rows(cc_screen *screen) { return screen->rows; }

int cc_columns(cc_screen *screen) { return screen->columns; }

int cc_colors(cc_screen *screen) { return screen->colors; }

bool cc_terminal_size(cc_screen *screen, int *rows, int *columns) {
  struct winsize size;
  if (!screen->output || ioctl(fileno(screen->output), TIOCGWINSZ, &size) != 0) return false;
  if (size.ws_row == 0 || size.ws_col == 0) return false;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return true;
}

bool cc_set_pair(cc_screen *screen, int pair, int foreground, int background) {
  enter();
  if (!screen->has_started_colors) { // not before: under NO_COLOR no colour sequence is sent at all
    screen->has_started_colors = start_color() == OK;
    use_default_colors();
  }
  bool done = pair < COLOR_PAIRS && init_extended_pair(pair, foreground, background) == OK;
  leave();
  return done;
}

static attr_t curses_attributes(unsigned attributes) {
  attr_t all = A_NORMAL;
  if (attributes & CC_BOLD) all |= A_BOLD;
  if (attributes & CC_UNDERLINE) all |= A_UNDERLINE;
  if (attributes & CC_REVERSE) all |= A_REVERSE;
  if (attributes & CC_DIM) all |= A_DIM;
  return all;
}

void cc_put(cc_screen *screen, int row, int column, const uint32_t scalars[3], unsigned attributes, int pair) {
  wchar_t text[4] = {(wchar_t)scalars[0], (wchar_t)scalars[1], (wchar_t)scalars[2], 0};
  cchar_t cell;
  enter();
  if (setcchar(&cell, text, curses_attributes(attributes), 0, &pair) == OK) {
    mvadd_wchnstr(row, column, &cell, 1); // unlike mvadd_wch it can fill the last corner
  }
  leave();
}

void cc_erase(cc_screen *screen, bool repaint) {
  enter();
  werase(stdscr);
  if (repaint) clearok(curscr, TRUE);
  leave();
}

void cc_flush(cc_screen *screen, int cursor_row, int cursor_column) {
  enter();
  bool visible = cursor_row >= 0;
  leaveok(stdscr, !visible);
  if (visible) wmove(stdscr, cursor_row, cursor_column);
  wnoutrefresh(stdscr);
  doupdate();
  curs_set(visible ? 1 : 0);
  fflush(screen->output);
  leave();
}

bool cc_resize(cc_screen *screen, int rows, int columns) {
  if (rows < 1 || columns < 1) return false;
  enter();
  bool done = resizeterm(rows, columns) == OK;
  screen->rows = LINES;
  screen->columns = COLS;
  leave();
  return done;
}

// MARK: leaving and coming back

void cc_suspend(cc_screen *screen) {
  enter();
  if (screen->shown) hide(screen);
  leave();
}

void cc_resume(cc_screen *screen) {
  enter();
  if (!screen->shown) {
    tcflush(fileno(screen->input), TCIFLUSH); // keys meant for the editor or the shell
    reset_prog_mode();
    clearok(curscr, TRUE);
    werase(stdscr);
    wrefresh(stdscr);
    curs_set(0);
    show(screen);
  }
  leave();
}

void cc_bell(cc_screen *screen) {
  enter();
  beep();
  fflush(screen->output);
  leave();
}

void cc_send(cc_screen *screen, const void *bytes, size_t count) {
  enter();
  if (screen->shown) send_now(screen, bytes, count);
  leave();
}

size_t cc_captured_stderr(cc_screen *screen, size_t offset, void *buffer, size_t size) {
  int file = screen->restoration.stderr_file;
  if (file < 0) return 0;
  ssize_t count = pread(file, buffer, size, (off_t)offset);
  return count > 0 ? (size_t)count : 0;
}
