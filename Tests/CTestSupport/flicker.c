#define _GNU_SOURCE
#include "children.h"

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { open_limit = 120, paces = 40 };

static int listener = -1;
static struct sockaddr_in listening = {.sin_family = AF_INET};

static void listen_on_loopback(void) {
    socklen_t length = sizeof listening;
    listening.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bind(listener, (struct sockaddr *)&listening, sizeof listening);
    listen(listener, 8);
    getsockname(listener, (struct sockaddr *)&listening, &length);
}

/* Names that no terminal may show as they are. */
static void fill(char *bytes, size_t count) {
    static const char some[] = "\033[31m\n\r\t\x80\xff\xe2\x80\xae%)(\"ab ";
    for (size_t i = 0; i < count; i++) bytes[i] = some[(size_t)rand() % (sizeof some - 1)];
}

static int open_connection(void) {
    int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    connect(client, (struct sockaddr *)&listening, sizeof listening);
    /* Some are accepted by nobody. */
    if (rand() % 3 != 0) close(accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (write(client, "bytes", 5) != 5) return client;
    return client;
}

static int open_unix(void) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = (size_t)(rand() % 40);
    int types[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET};
    int socket_of = socket(AF_UNIX, types[rand() % 3] | SOCK_CLOEXEC, 0);
    fill(address.sun_path + 1, length);
    bind(socket_of, (struct sockaddr *)&address,
         (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length));
    return socket_of;
}

static int open_some(void) {
    switch (rand() % 6) {
    case 0: return open_unix();
    case 1: return socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    case 2: return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    case 3: return socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    default: return open_connection();
    }
}

void topss_test_run_flicker(unsigned seed) {
    int sockets[open_limit];
    for (int i = 0; i < open_limit; i++) sockets[i] = -1;
    srand(seed);
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    listen_on_loopback();
    for (int i = 0;; i = (i + 1) % open_limit) {
        char name[16] = "";
        if (sockets[i] >= 0) close(sockets[i]);
        sockets[i] = open_some();
        if (i % paces != 0) continue;
        fill(name, sizeof name - 1);
        prctl(PR_SET_NAME, name);
        poll(NULL, 0, 50);
    }
}
