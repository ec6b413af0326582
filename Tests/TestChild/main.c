/* Children of tests: `test-child traffic PORT RATE SECONDS [uneven]`, `test-child load PLAN`,
   `test-child flicker SEED`,
   `test-child shell PROGRAM…`, `test-child keeper PROGRAM…`. */
#include "children.h"

#include <stdlib.h>
#include <string.h>

int main(int count, char **arguments) {
    if ((count == 5 || count == 6) && strcmp(arguments[1], "traffic") == 0) {
        uint16_t port = (uint16_t)strtoul(arguments[2], NULL, 10);
        topss_test_run_traffic(port, strtoull(arguments[3], NULL, 10), atoi(arguments[4]),
                               count == 6);
    }
    if (count == 3 && strcmp(arguments[1], "load") == 0) {
        topss_test_run_load((enum topss_test_plan)atoi(arguments[2]));
    }
    if (count == 3 && strcmp(arguments[1], "flicker") == 0) {
        topss_test_run_flicker((unsigned)strtoul(arguments[2], NULL, 10));
    }
    if (count > 2 && strcmp(arguments[1], "shell") == 0) topss_test_run_job(arguments + 2, 1);
    if (count > 2 && strcmp(arguments[1], "keeper") == 0) topss_test_run_job(arguments + 2, 0);
    return 2;
}
