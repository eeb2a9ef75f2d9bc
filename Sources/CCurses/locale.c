#define _GNU_SOURCE
#define _XOPEN_SOURCE 700
#include "CCurses.h"

#include <langinfo.h>
#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool is_utf8;
static locale_t wide;

static const char *named_locale(void) {
  const char *names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *value = getenv(names[i]);
    if (value && *value) return value;
  }
  return NULL;
}

static void initialise(void) {
  wide = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  if (!wide) wide = newlocale(LC_CTYPE_MASK, "en_US.UTF-8", (locale_t)0);

  const char *name = named_locale();
  bool set = name && setlocale(LC_CTYPE, "");
  // No locale at all is a bare container, an absent one is a host's name sent by ssh: the terminal
  // before them speaks UTF-8. One that is there and is not UTF-8 was meant.
  bool asks_utf8 = !name || strcasestr(name, "utf-8") || strcasestr(name, "utf8");
  if (!set && asks_utf8) set = setlocale(LC_CTYPE, "C.UTF-8");
  is_utf8 = set && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

bool cc_locale_is_utf8(void) {
  pthread_once(&once, initialise);
  return is_utf8;
}

int cc_width(uint32_t scalar) {
  pthread_once(&once, initialise);
  if (!wide) return -1;
  locale_t before = uselocale(wide);
  int width = wcwidth((wchar_t)scalar);
  uselocale(before);
  return width;
}
