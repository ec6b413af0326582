/* What the program's figures are held against, done by hand and with as little as possible. */
#ifndef TOPSS_TEST_YARDSTICKS_H
#define TOPSS_TEST_YARDSTICKS_H

#include <stdint.h>

/* Reads the target of every descriptor of every process, as a map of all owners must; the number of
   sockets among them, or -1. */
long topss_test_map_descriptors(void);

/* Sends a byte to and fro on a connection of its own for so long: the 99th percentile of the time of
   a round trip in microseconds, or -1. */
double topss_test_round_trips(double seconds);

#endif
