#define _GNU_SOURCE
#include "topss_terminal.h"
