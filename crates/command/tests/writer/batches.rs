//! What commands of one batch see of each other, and what bounds a batch.
