"""Screens that only staff see. Nothing here decides who may: the services do, at every act."""
