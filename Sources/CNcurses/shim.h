/* ncursesw for Swift: each helper says what the importer cannot do by itself. */
#ifndef TOPSS_CNCURSES_H
#define TOPSS_CNCURSES_H

/* Before <ncurses.h>, or the wide functions are not declared at all. */
#define NCURSES_WIDECHAR 1
#include <stdint.h>
#include <stdio.h>
#include <wchar.h>
#include <ncurses.h>
#include <term.h>

/* Macros with casts are not imported. */
static const attr_t topss_attribute_bold = A_BOLD;
static const attr_t topss_attribute_dim = A_DIM;
static const attr_t topss_attribute_underline = A_UNDERLINE;
static const attr_t topss_attribute_reverse = A_REVERSE;

/* Mutable globals such as `stdscr`, `newscr` and `COLORS` are an error in Swift 6. */
static inline WINDOW *topss_stdscr(void) { return stdscr; }
static inline WINDOW *topss_next_screen(void) { return newscr; }
static inline void topss_repaint(void) { clearok(curscr, TRUE); }
static inline int topss_colors(void) { return COLORS; }
static inline int topss_color_pairs(void) { return COLOR_PAIRS; }

/* The parameters of terminfo's names are `char *`, which Swift cannot make from a literal.
   `tigetstr` answers (char *)-1 for a name that is no string; that is nil here. */
static inline const char *topss_capability(const char *name) {
    const char *text = tigetstr((char *)(uintptr_t)name);
    return text == (const char *)-1 ? NULL : text;
}

/* -1 or -2 when absent. */
static inline int topss_capability_number(const char *name) {
    return tigetnum((char *)(uintptr_t)name);
}

/* `tiparm` is variadic: the text that moves the cursor, or NULL. */
static inline const char *topss_move_text(int row, int column) {
    const char *move = topss_capability("cup");
    return move == NULL ? NULL : tiparm(move, row, column);
}

/* More than 32,767 pairs need the last, untyped argument; and zeros end the text. */
static inline int topss_set_cell(cchar_t *cell, uint32_t scalar, uint32_t first_mark,
                                 uint32_t second_mark, attr_t attributes, int pair) {
    const wchar_t text[4] = {(wchar_t)scalar, (wchar_t)first_mark, (wchar_t)second_mark, 0};
    return setcchar(cell, text, attributes, (short)(pair & 0x7fff), &pair);
}

#endif
