//! What is said of a command's execution is true: executed, not executed, or perhaps.
