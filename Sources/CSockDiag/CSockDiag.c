#include "CSockDiag.h"
