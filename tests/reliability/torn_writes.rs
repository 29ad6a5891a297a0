//! A write that ends in the middle never leaves a usable connection.
