//! After a fault all is as it was: connections, slots, subscriptions, and soon.
