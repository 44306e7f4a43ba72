"""What people do: each function is one gesture on a phone, and what the bot is told of it."""
