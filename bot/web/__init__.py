"""What the process serves over HTTP: the webhook and the health pages."""
