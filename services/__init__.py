"""What the product does: use cases that know nothing of Telegram."""

import os

# Before NumPy is loaded, which reads this once: its algebra on two cores takes twice the processor's time here, on a
# busy machine six times, since threads wait for each other by turning in circles.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
