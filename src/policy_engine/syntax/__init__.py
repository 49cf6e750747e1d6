"""Text to tree and tree to text; nothing here knows what a policy means."""
