#ifndef TOPSS_CNCURSES_H
#define TOPSS_CNCURSES_H
#define NCURSES_WIDECHAR 1
#include <wchar.h>
#include <ncurses.h>
#endif
