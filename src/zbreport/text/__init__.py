"""Text: compared, shown, and put together in paragraphs."""
