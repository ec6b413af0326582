#define _GNU_SOURCE
#include "burden.h"

#include <arpa/inet.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static void *rest(void *unused)
{
	(void)unused;
	for (;;)
		pause();
}

static int start(int threads)
{
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 65536);
	for (int number = 0; number < threads; number++)
		if (pthread_create(&thread, &attributes, rest, NULL) != 0)
			return -1;
	return 0;
}

static int open_all(int descriptors)
{
	rlim_t wanted = (rlim_t)descriptors + 64;
	struct rlimit limit;
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(9300) };
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	/* Even root may not be allowed more than the hard limit. */
	getrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_max < wanted) {
		struct rlimit higher = { wanted, wanted };

		if (setrlimit(RLIMIT_NOFILE, &higher) != 0)
			wanted = limit.rlim_max;
	}
	limit.rlim_cur = wanted;
	if (limit.rlim_max < wanted)
		limit.rlim_max = wanted;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 5))
		return -1;
	for (rlim_t number = 64; number < wanted; number++)
		if (dup(0) < 0)
			return -1;
	return 0;
}

int burden(int descriptors, int threads, int megabytes)
{
	size_t size = (size_t)megabytes << 20;

	if (open_all(descriptors) != 0 || start(threads) != 0) {
		perror("burden");
		return 1;
	}
	puts("READY");
	fflush(stdout);
	for (;;) {
		void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

		if (memory == MAP_FAILED)
			return 1;
		munmap(memory, size);
	}
}
