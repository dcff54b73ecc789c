"""Issues: documents with front matter, their articles, drafts, lists and neighbours."""
