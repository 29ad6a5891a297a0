//! Many callers, big batches, long outages: memory and descriptors stay within bounds.
