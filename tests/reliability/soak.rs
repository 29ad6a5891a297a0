//! Random faults for a while, and a history checked key by key.
