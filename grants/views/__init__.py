"""The pages of grants, one file a noun; every page works without a script."""
