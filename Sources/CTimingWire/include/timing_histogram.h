/// How a duration finds its bucket: exact below 64 ticks, then 64 equal buckets to an octave.
///
/// A bucket is at most 1/64 wide, so its middle is within 0.8 % of every duration in it.
#ifndef SERIEMA_TIMING_HISTOGRAM_H
#define SERIEMA_TIMING_HISTOGRAM_H

#include <stdint.h>

enum {
  SERIEMA_TIMING_SUB_BUCKET_BITS = 6,
  SERIEMA_TIMING_SUB_BUCKETS = 1 << SERIEMA_TIMING_SUB_BUCKET_BITS,
  /// Durations of 2^44 ticks (an hour and a half at 3 GHz) and above share the last bucket.
  SERIEMA_TIMING_OCTAVES = 44 - SERIEMA_TIMING_SUB_BUCKET_BITS,
  SERIEMA_TIMING_BUCKETS = SERIEMA_TIMING_SUB_BUCKETS * (1 + SERIEMA_TIMING_OCTAVES),
};

/// The bucket of a duration.
static inline uint32_t seriema_timing_bucket(uint64_t ticks) {
  if (ticks < SERIEMA_TIMING_SUB_BUCKETS) return (uint32_t)ticks;
  uint32_t octave = 63 - (uint32_t)__builtin_clzll(ticks) - SERIEMA_TIMING_SUB_BUCKET_BITS;
  if (octave >= SERIEMA_TIMING_OCTAVES) return SERIEMA_TIMING_BUCKETS - 1;
  return octave * SERIEMA_TIMING_SUB_BUCKETS + (uint32_t)(ticks >> octave);
}

/// The shortest duration of a bucket, in ticks; that of the bucket after it is the first above it.
static inline uint64_t seriema_timing_bucket_start(uint32_t bucket) {
  if (bucket < SERIEMA_TIMING_SUB_BUCKETS) return bucket;
  uint32_t octave = bucket / SERIEMA_TIMING_SUB_BUCKETS - 1;
  uint64_t within = bucket % SERIEMA_TIMING_SUB_BUCKETS;
  return (SERIEMA_TIMING_SUB_BUCKETS + within) << octave;
}

#endif
