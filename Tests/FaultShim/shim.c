#include "FaultShim.h"

int curfew_fault_shim(void) { return 1; }
