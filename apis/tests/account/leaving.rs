//! Signing out, and being forgotten.
