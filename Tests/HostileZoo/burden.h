#ifndef TOPSS_BURDEN_H
#define TOPSS_BURDEN_H

/* Listens on 127.0.0.1:9300 with so many descriptors (or as many as it may have) and threads, and maps and unmaps so many
   megabytes without end: whoever reads its command line waits for that. Does not return unless it
   fails, with a status. */
int burden(int descriptors, int threads, int megabytes);

#endif
