"""Files of the field → evidence; the only room that opens them."""
