"""Papers as PDF: the case as a document that a body can file, read aloud, and keep."""
