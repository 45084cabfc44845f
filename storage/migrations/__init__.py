"""The steps that bring an older database up to date; `storage.schema` runs them."""
