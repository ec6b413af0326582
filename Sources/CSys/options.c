#define _GNU_SOURCE
#include "topss_options.h"
