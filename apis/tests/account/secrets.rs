//! What must be seen by nobody.
