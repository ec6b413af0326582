#ifndef TOPSS_OPTIONS_H
#define TOPSS_OPTIONS_H

/* What `ss` names only by a long option: codes above every character. */
enum topss_option_code {
    TOPSS_OPTION_TIPC = 256,
    TOPSS_OPTION_VSOCK,
    TOPSS_OPTION_XDP,
    TOPSS_OPTION_TIPC_INFO,
    TOPSS_OPTION_TOS,
    TOPSS_OPTION_CGROUP,
    TOPSS_OPTION_INET_SOCKOPT,
    TOPSS_OPTION_BPF_MAPS,
    TOPSS_OPTION_BPF_MAP_ID
};

/* Starts a scan over: getopt keeps its place in globals. */
void topss_options_start(void);

/*
 * The next option of `argv` by glibc's getopt_long with the table of `ss`, its own messages off.
 *
 * Returns the option's character or code; -1 at the end, when `*index` is the first operand
 * (operands have been moved to the end); '?' for one that is unknown, ambiguous or takes no
 * argument; ':' for a missing argument. After '?' and ':' `*failed` is the option's character, or
 * 0 when the long option at argv[*index - 1] is meant. `*argument` is NULL without an argument.
 *
 * getopt_long cannot be called from Swift: its struct option is built with pointers to literals.
 */
int topss_options_next(int argc, char *const argv[], int *index, int *failed, char **argument);

#endif
