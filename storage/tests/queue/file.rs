//! What the queues in the file of the state promise.
