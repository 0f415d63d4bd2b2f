"""E-mail: letters of residents in by LMTP, letters to them out through the mail server."""
