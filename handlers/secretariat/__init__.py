"""The Secretariat at work in Telegram. Every act asks the service for the role, so a button outlives no revocation."""
