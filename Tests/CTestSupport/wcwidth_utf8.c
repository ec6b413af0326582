#define _GNU_SOURCE
#include "wcwidth_utf8.h"

#include <locale.h>
#include <wchar.h>

int topss_test_wcwidth_utf8(unsigned int scalar) {
  static _Thread_local locale_t utf8;
  if (!utf8) utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  if (!utf8) return -2;
  locale_t before = uselocale(utf8);
  int width = wcwidth((wchar_t)scalar);
  uselocale(before);
  return width;
}
