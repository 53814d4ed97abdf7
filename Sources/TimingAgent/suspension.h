/// Generators and coroutines from their first start to their end, whatever thread they run in.
#ifndef SERIEMA_SUSPENSION_H
#define SERIEMA_SUSPENSION_H

#include "agent.h"

/// Notes one that begins in `frame`. Returns one more than its index, or 0 when the table is full.
uint32_t seriema_begin_activation(
    struct seriema_interpreter *interpreter, const void *frame, uint32_t function, bool is_inner);

/// The one that has `frame`: one more than its index; 0 when its beginning was not seen.
uint32_t seriema_find_activation(struct seriema_interpreter *interpreter, const void *frame);

/// Forgets one that has ended.
void seriema_end_activation(struct seriema_interpreter *interpreter, uint32_t activation);

static inline struct seriema_timing_activation *seriema_activation(uint32_t activation) {
  return &seriema_agent.region->activations[activation - 1];
}

#endif
