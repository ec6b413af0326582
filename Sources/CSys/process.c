#define _GNU_SOURCE
#include "topss_process.h"
