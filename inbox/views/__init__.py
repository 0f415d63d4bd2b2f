"""The pages: each view gathers facts into a frozen view model, a template shows it."""
