/// The shared memory between the timing agent and Seriema, and what Seriema does with it.
#ifndef SERIEMA_CTIMINGWIRE_H
#define SERIEMA_CTIMINGWIRE_H

#include "timing_clock.h"
#include "timing_histogram.h"
#include "timing_pairs.h"
#include "timing_region.h"
#include "timing_status.h"
#include "timing_wire.h"

#endif
