#ifndef TOPSS_TEST_WCWIDTH_UTF8_H
#define TOPSS_TEST_WCWIDTH_UTF8_H

/* wcwidth() in C.UTF-8, whatever the locale of the process; -2 when there is no such locale. */
int topss_test_wcwidth_utf8(unsigned int scalar);

#endif
