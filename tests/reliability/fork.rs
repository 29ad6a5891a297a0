//! After a fork the child has connections of its own.
