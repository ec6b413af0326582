#define _GNU_SOURCE
#include "topss_options.h"

#include <getopt.h>
#include <stddef.h>

static const char short_options[] = ":hVvHQOnralBoempiTbsEKZzN:460xf:tuwdSMA:D:F:";

static const struct option long_options[] = {
    {"all", no_argument, NULL, 'a'},
    {"bound-inactive", no_argument, NULL, 'B'},
    {"bpf", no_argument, NULL, 'b'},
    {"bpf-map-id", required_argument, NULL, TOPSS_OPTION_BPF_MAP_ID},
    {"bpf-maps", no_argument, NULL, TOPSS_OPTION_BPF_MAPS},
    {"cgroup", no_argument, NULL, TOPSS_OPTION_CGROUP},
    {"context", no_argument, NULL, 'Z'},
    {"contexts", no_argument, NULL, 'z'},
    {"dccp", no_argument, NULL, 'd'},
    {"diag", required_argument, NULL, 'D'},
    {"events", no_argument, NULL, 'E'},
    {"extended", no_argument, NULL, 'e'},
    {"family", required_argument, NULL, 'f'},
    {"filter", required_argument, NULL, 'F'},
    {"help", no_argument, NULL, 'h'},
    {"inet-sockopt", no_argument, NULL, TOPSS_OPTION_INET_SOCKOPT},
    {"info", no_argument, NULL, 'i'},
    {"ipv4", no_argument, NULL, '4'},
    {"ipv6", no_argument, NULL, '6'},
    {"kill", no_argument, NULL, 'K'},
    {"listening", no_argument, NULL, 'l'},
    {"memory", no_argument, NULL, 'm'},
    {"mptcp", no_argument, NULL, 'M'},
    {"net", required_argument, NULL, 'N'},
    {"no-header", no_argument, NULL, 'H'},
    {"no-queues", no_argument, NULL, 'Q'},
    {"numeric", no_argument, NULL, 'n'},
    {"oneline", no_argument, NULL, 'O'},
    {"options", no_argument, NULL, 'o'},
    {"packet", no_argument, NULL, '0'},
    {"processes", no_argument, NULL, 'p'},
    {"query", required_argument, NULL, 'A'},
    {"raw", no_argument, NULL, 'w'},
    {"resolve", no_argument, NULL, 'r'},
    {"sctp", no_argument, NULL, 'S'},
    {"socket", required_argument, NULL, 'A'},
    {"summary", no_argument, NULL, 's'},
    {"tcp", no_argument, NULL, 't'},
    {"threads", no_argument, NULL, 'T'},
    {"tipc", no_argument, NULL, TOPSS_OPTION_TIPC},
    {"tipcinfo", no_argument, NULL, TOPSS_OPTION_TIPC_INFO},
    {"tos", no_argument, NULL, TOPSS_OPTION_TOS},
    {"udp", no_argument, NULL, 'u'},
    {"unix", no_argument, NULL, 'x'},
    {"version", no_argument, NULL, 'V'},
    {"vsock", no_argument, NULL, TOPSS_OPTION_VSOCK},
    {"xdp", no_argument, NULL, TOPSS_OPTION_XDP},
    {NULL, 0, NULL, 0},
};

void topss_options_start(void)
{
    /* 0 makes glibc forget its place, also within a bundle. */
    optind = 0;
    opterr = 0;
}

int topss_options_next(int argc, char *const argv[], int *index, int *failed, char **argument)
{
    int code;

    optarg = NULL;
    code = getopt_long(argc, argv, short_options, long_options, NULL);
    *index = optind;
    *failed = code == '?' || code == ':' ? optopt : 0;
    *argument = optarg;
    return code;
}
