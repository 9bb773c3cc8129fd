"""crestome: what drives a neuroblastoma, how it escapes, what fits it, and what is still unknown.

Research use only; not a medical device.
"""
