"""The site around the documents: page context, record pages, search, what is stale."""
