//! What the queues in Redis promise, whatever becomes of the server.
