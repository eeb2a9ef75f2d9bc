#define _GNU_SOURCE
#include "CCurses.h"
#include "internal.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
enum { SIGNALS = sizeof signals / sizeof *signals };

static struct sigaction previous[SIGNALS];
static pthread_once_t installed = PTHREAD_ONCE_INIT;

static cc_restoration armed;
static const void *armed_by;
static int is_armed; // atomic: whoever takes it from 1 to 0 restores

void cc_crash_arm(const void *owner, const cc_restoration *restoration) {
  if (!restoration) {
    if (armed_by == owner) __atomic_store_n(&is_armed, 0, __ATOMIC_SEQ_CST);
    return;
  }
  __atomic_store_n(&is_armed, 0, __ATOMIC_SEQ_CST);
  armed = *restoration;
  armed_by = owner;
  __atomic_store_n(&is_armed, 1, __ATOMIC_SEQ_CST);
}

static void write_all(int file, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(file, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

// The reason of a Swift trap was written to standard error before the signal: without this copy it
// would be lost with the unnamed file.
static void give_back_stderr(void) {
  if (armed.stderr_saved < 0) return;
  dup2(armed.stderr_saved, STDERR_FILENO);
  char chunk[1024];
  off_t offset = 0;
  while (offset < 64 * 1024) {
    ssize_t count = pread(armed.stderr_file, chunk, sizeof chunk, offset);
    if (count <= 0) return;
    write_all(STDERR_FILENO, chunk, (size_t)count);
    offset += count;
  }
}

void cc_crash_restore(void) {
  int saved_errno = errno;
  int expected = 1;
  if (__atomic_compare_exchange_n(&is_armed, &expected, 0, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
    write_all(armed.output, armed.text, armed.length);
    if (armed.has_termios) tcsetattr(armed.output, TCSANOW, &armed.termios);
    give_back_stderr();
  }
  errno = saved_errno;
}

/// Lets the handler that was there before ours look at the very fault that we got.
static void hand_on(const struct sigaction *before, int number, siginfo_t *info, void *context) {
  if (before->sa_flags & SA_SIGINFO) {
    if (before->sa_sigaction) before->sa_sigaction(number, info, context);
  } else if (before->sa_handler != SIG_DFL && before->sa_handler != SIG_IGN) {
    before->sa_handler(number);
  }
}

static void handle(int number, siginfo_t *info, void *context) {
  cc_crash_restore();
  int index = 0;
  while (index < SIGNALS - 1 && signals[index] != number) index++;
  sigaction(number, &previous[index], NULL);
  // A fault comes again by itself when the instruction is tried again, with its true place for the backtrace. What
  // was sent (abort, kill) or steps on (a trap) does not, and Swift's handler may return from it: then the process
  // would live on with a half-restored screen. So it is handed on from here, and ends when we return.
  bool comes_again = info->si_code > 0 && number != SIGABRT && number != SIGTRAP;
  if (comes_again) return;
  hand_on(&previous[index], number, info, context);
  signal(number, SIG_DFL);
  raise(number);
}

// A stack overflow leaves no stack for the handler, unless this thread has another one.
static void ensure_alternate_stack(void) {
  static char stack[64 * 1024];
  stack_t current;
  if (sigaltstack(NULL, &current) != 0 || !(current.ss_flags & SS_DISABLE)) return;
  stack_t ours = {.ss_sp = stack, .ss_size = sizeof stack, .ss_flags = 0};
  sigaltstack(&ours, NULL);
}

static void install(void) {
  ensure_alternate_stack();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = handle;
  // Not blocked meanwhile, as under Swift's own handler: what that starts inherits the mask, and its reader of our
  // memory dies of a fault that it cannot catch, with the backtracer waiting for it for good.
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < SIGNALS; i++) sigaction(signals[i], &action, &previous[i]);
}

void cc_crash_install(void) { pthread_once(&installed, install); }
