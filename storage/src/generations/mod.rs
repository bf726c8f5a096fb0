//! Generations: built aside, published by one atomic step.
