"""The common calendar as iCalendar: what stands in it, and the bytes that calendar programs read."""
