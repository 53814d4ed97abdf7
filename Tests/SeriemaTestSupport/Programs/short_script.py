"""A script of 30 ms that begins with an import that takes a third of them."""

import slow_import

slow_import.spin(0.02)
