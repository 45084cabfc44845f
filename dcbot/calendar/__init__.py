"""The common calendar as iCalendar: what stands in it, and what calendar programs read."""
