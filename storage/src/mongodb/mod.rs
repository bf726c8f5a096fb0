//! MongoDB: documents and what generations there are.
