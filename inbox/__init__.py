"""The staff's web inbox: hand-offs and cases."""
