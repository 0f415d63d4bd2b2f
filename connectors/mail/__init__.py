"""Cases to their bodies by mail: the words, the message, the server it goes to."""
