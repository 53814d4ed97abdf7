/// What timing itself costs.
#ifndef SERIEMA_CALIBRATION_H
#define SERIEMA_CALIBRATION_H

#include "interpreter.h"

/// Measures it in this process and takes the result for corrections, unless raw times were asked for.
///
/// Before targets are looked for: what it runs must not be seen. Without success nothing is corrected.
void seriema_calibrate(struct seriema_interpreter *interpreter);

/// Takes what the launched process measured.
void seriema_take_calibration(void);

#endif
