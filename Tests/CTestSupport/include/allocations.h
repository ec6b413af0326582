/* How often a thread asked for memory. */
#ifndef TOPSS_TEST_ALLOCATIONS_H
#define TOPSS_TEST_ALLOCATIONS_H

#include <stdint.h>

/* 0 where nothing is counted: with a sanitizer, and with another C library than glibc. */
int topss_test_counts_allocations(void);

/* The calls of malloc and its siblings by this thread so far. */
uint64_t topss_test_allocations(void);
#endif
