"""Measurements that a machine can repeat: `achyk bench …`."""
