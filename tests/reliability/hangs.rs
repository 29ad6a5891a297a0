//! Nothing hangs: servers that are frozen, silent, slow or behind a black hole.
