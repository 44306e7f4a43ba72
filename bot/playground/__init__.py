"""A local stand-in for Telegram: the Bot API over HTTP, and people who talk to the bot.

    the bot  --HTTP-->  server.py -> api/     what a bot asks: checked, limited, refused as Telegram does
    a person --------->  people/              what a person does: writes, presses, sends, blocks
    both     --------->  world.py             who exists, what was said; kept by store.py, told by hub.py

The bot is not told that it talks to a stand-in: it is given another ``TELEGRAM_API_URL`` and nothing else.
``driver.py`` plays people in tests, ``page/`` lets them be played in a browser, ``demo.py`` runs it all.
It listens on this computer only, since nobody signs in.
"""
