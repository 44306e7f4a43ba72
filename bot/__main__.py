"""`python -m bot` is `achyk`."""

from bot.cli import main

main()
